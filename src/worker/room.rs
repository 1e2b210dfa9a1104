//! The runs that fit in beside those that a worker has.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::endpoint::EndpointConfig;
use crate::inbox::{ClaimRequest, Quota};

/// The handler of a run: the index of its endpoint, and its own index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Position {
    pub(super) endpoint: usize,
    pub(super) handler: usize,
}

/// A number of runs of each handler.
#[derive(Debug, Clone, Default)]
pub(super) struct Loads(HashMap<Position, usize>);

impl Loads {
    pub(super) fn add(&mut self, position: Position) {
        self.add_many(position, 1);
    }

    pub(super) fn add_many(&mut self, position: Position, count: usize) {
        *self.0.entry(position).or_default() += count;
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Position, usize)> {
        self.0.iter().map(|(position, load)| (*position, *load))
    }

    pub(super) fn subtract(&mut self, position: Position) {
        if let Some(load) = self.0.get_mut(&position) {
            *load = load.saturating_sub(1);
        }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        other.iter().for_each(|(position, load)| sum.add_many(position, load));
        sum
    }

    fn of(&self, position: Position) -> usize {
        self.0.get(&position).copied().unwrap_or_default()
    }

    fn of_endpoint(&self, endpoint: usize) -> usize {
        let of_endpoint = self.0.iter().filter(|(position, _)| position.endpoint == endpoint);
        of_endpoint.map(|(_, load)| load).sum()
    }

    pub(super) fn in_all(&self) -> usize {
        self.0.values().sum()
    }
}

/// The number of runs that fit in: in all, of each endpoint, and of each handler.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    in_all: usize,
    endpoints: Vec<EndpointRoom>,
}

#[derive(Debug, Clone)]
struct EndpointRoom {
    in_all: usize,
    handlers: Vec<usize>,
}

impl Room {
    /// Returns the slots that are free beside the handlers that run.
    pub(super) fn to_start(
        endpoints: &[EndpointConfig],
        concurrency: usize,
        running: &Loads,
    ) -> Self {
        Self::to_claim(endpoints, concurrency, running, &Loads::default())
    }

    /// Returns the room for a claim beside what is claimed: the free slots, and one run ahead for
    /// each handler that has `ended` within the last second, since about as many end within the
    /// next one. So slow handlers keep nothing from other processes.
    pub(super) fn to_claim(
        endpoints: &[EndpointConfig],
        concurrency: usize,
        claimed: &Loads,
        ended: &Loads,
    ) -> Self {
        let endpoint_room = |(index, endpoint): (usize, &EndpointConfig)| {
            let handlers = endpoint.handlers.iter().enumerate().map(|(handler, config)| {
                let position = Position { endpoint: index, handler };
                left(endpoint.concurrency_of(config), claimed.of(position), ended.of(position))
            });
            let (claimed, ended) = (claimed.of_endpoint(index), ended.of_endpoint(index));
            let in_all = left(endpoint.concurrency, claimed, ended);
            EndpointRoom { in_all, handlers: handlers.collect() }
        };
        Self {
            in_all: left(concurrency, claimed.in_all(), ended.in_all()),
            endpoints: endpoints.iter().enumerate().map(endpoint_room).collect(),
        }
    }

    /// Returns what is left of it beside these runs: room for a batch at most.
    pub(super) fn without(mut self, taken: &Loads) -> Self {
        for (Position { endpoint, handler }, count) in taken.iter() {
            self.in_all = self.in_all.saturating_sub(count);
            if let Some(endpoint) = self.endpoints.get_mut(endpoint) {
                endpoint.in_all = endpoint.in_all.saturating_sub(count);
                let room = &mut endpoint.handlers[handler];
                *room = room.saturating_sub(count);
            }
        }
        self.in_all = self.in_all.min(BATCH);
        self
    }

    /// Returns the room of a worker with one endpoint, which has these handlers.
    #[cfg(test)]
    pub(super) fn at_one_endpoint(in_all: usize, handlers: &[usize]) -> Self {
        Self { in_all, endpoints: vec![EndpointRoom { in_all, handlers: handlers.into() }] }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.in_all == 0
    }

    /// Takes the room of one run; returns false if there is none.
    pub(super) fn take(&mut self, position: Position) -> bool {
        if self.of(position) == 0 {
            return false;
        }
        let endpoint = &mut self.endpoints[position.endpoint];
        self.in_all -= 1;
        endpoint.in_all -= 1;
        endpoint.handlers[position.handler] -= 1;
        true
    }

    /// Takes the room of several runs; returns false and takes none if there is too little.
    pub(super) fn take_all(&mut self, positions: &[Position]) -> bool {
        let fitting = positions.iter().take_while(|position| self.take(**position)).count();
        let fits = !positions.is_empty() && fitting == positions.len();
        if !fits {
            positions.iter().take(fitting).for_each(|position| self.give_back(*position));
        }
        fits
    }

    fn give_back(&mut self, position: Position) {
        let endpoint = &mut self.endpoints[position.endpoint];
        self.in_all += 1;
        endpoint.in_all += 1;
        endpoint.handlers[position.handler] += 1;
    }

    /// Returns the part of the room that can be offered: that of handlers of which the last look left some. Of
    /// others, more may wait than there is room for.
    pub(super) fn where_some_was_left(mut self, left: &Self) -> Self {
        for position in self.positions().collect::<Vec<_>>() {
            if left.of(position) == 0 {
                self.endpoints[position.endpoint].handlers[position.handler] = 0;
            }
        }
        self
    }

    /// Parts it between a look and what is offered while that is on its way: half of what can be offered.
    pub(super) fn parted(self, left: &Self) -> (Self, Self) {
        let offered = self.half().where_some_was_left(left);
        (self.beside_part(&offered), offered)
    }

    fn half(&self) -> Self {
        let half = |endpoint: &EndpointRoom| EndpointRoom {
            in_all: endpoint.in_all / 2,
            handlers: endpoint.handlers.iter().map(|room| room / 2).collect(),
        };
        Self { in_all: self.in_all / 2, endpoints: self.endpoints.iter().map(half).collect() }
    }

    /// Returns what is left of it when a part of it is taken.
    fn beside_part(mut self, part: &Self) -> Self {
        let taken: usize = part.positions().map(|position| part.of(position)).sum();
        self.in_all -= taken.min(part.in_all);
        for (endpoint, part) in self.endpoints.iter_mut().zip(&part.endpoints) {
            endpoint.in_all -= part.handlers.iter().sum::<usize>().min(part.in_all);
            for (room, part) in endpoint.handlers.iter_mut().zip(&part.handlers) {
                *room -= part;
            }
        }
        self
    }

    /// Returns true if there is room for a handler of which `asked` had none left.
    pub(super) fn has_some_where_none_was_left(&self, asked: &Self) -> bool {
        self.positions().any(|position| self.of(position) > 0 && asked.of(position) == 0)
    }

    /// Returns what to ask a store for; `None` if there is no room. Who is served first changes
    /// with each turn.
    pub(super) fn request(
        &self,
        endpoints: &[EndpointConfig],
        turn: usize,
        now: SystemTime,
        lease: Duration,
    ) -> Option<ClaimRequest> {
        let turn_of_handlers = turn / endpoints.len().max(1);
        let quotas = rotated(endpoints, turn)
            .filter_map(|(index, endpoint)| self.quota(index, endpoint, turn_of_handlers));
        let quotas: Vec<_> = quotas.collect();
        let at_most = self.in_all;
        (!quotas.is_empty()).then_some(ClaimRequest { at_most, quotas, now, lease })
    }

    fn quota(&self, index: usize, endpoint: &EndpointConfig, turn: usize) -> Option<Quota> {
        let handlers = rotated(&endpoint.handlers, turn).filter_map(|(handler, config)| {
            let room = self.of(Position { endpoint: index, handler });
            (room > 0).then(|| (Arc::clone(&config.name), room))
        });
        let handlers: Vec<_> = handlers.collect();
        let at_most = self.endpoints.get(index)?.in_all;
        let endpoint = Arc::clone(endpoint.name());
        (!handlers.is_empty()).then_some(Quota { endpoint, at_most, handlers })
    }

    fn of(&self, position: Position) -> usize {
        let Some(endpoint) = self.endpoints.get(position.endpoint) else { return 0 };
        let handler = endpoint.handlers.get(position.handler).copied().unwrap_or_default();
        handler.min(endpoint.in_all).min(self.in_all)
    }

    fn positions(&self) -> impl Iterator<Item = Position> {
        self.endpoints.iter().enumerate().flat_map(|(endpoint, room)| {
            (0..room.handlers.len()).map(move |handler| Position { endpoint, handler })
        })
    }
}

/// Returns what is left of a limit, where one more is claimed for each that has ended, up to twice
/// the limit.
fn left(limit: usize, taken: usize, ended: usize) -> usize {
    limit.saturating_add(ended.min(limit)).saturating_sub(taken)
}

/// Returns all of them with their indexes, beginning at another one each turn.
fn rotated<T>(all: &[T], turn: usize) -> impl Iterator<Item = (usize, &T)> {
    let first = turn.checked_rem(all.len()).unwrap_or_default();
    all.iter().enumerate().cycle().skip(first).take(all.len())
}

/// The highest number of runs that are claimed in one step of the store.
const BATCH: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;

    fn room(in_all: usize, handlers: [usize; 2]) -> Room {
        Room::at_one_endpoint(in_all, &handlers)
    }

    fn places(room: &Room) -> Vec<usize> {
        room.positions().map(|position| room.of(position)).collect()
    }

    #[test]
    fn a_look_and_what_is_offered_share_the_room() {
        let (asked, offered) = room(9, [9, 1]).parted(&room(1, [1, 1]));

        assert_eq!((places(&asked), places(&offered)), (vec![5, 1], vec![4, 0]));
    }

    #[test]
    fn room_that_a_look_has_used_up_is_not_offered() {
        let (asked, offered) = room(8, [8, 8]).parted(&room(3, [0, 3]));
        assert_eq!((places(&asked), places(&offered)), (vec![4, 4], vec![0, 4]));

        let (asked, offered) = room(8, [8, 8]).parted(&Room::default());
        assert_eq!((places(&asked), places(&offered)), (vec![8, 8], vec![0, 0]));
    }

    #[test]
    fn the_runs_of_a_delivery_get_all_places_or_none() {
        let mut room = room(2, [2, 1]);
        let of = |handler| Position { endpoint: 0, handler };

        assert!(!room.take_all(&[of(1), of(0), of(1)]));
        assert!(!room.take_all(&[]));
        assert_eq!(places(&room), [2, 1]);
        assert!(room.take_all(&[of(1), of(0)]));
        assert_eq!(places(&room), [0, 0]);
    }
}
