//! The room that requests share while their senders are not proved.
//!
//! Anybody can start to send a body and take forever. So there is room for a number of requests and
//! for a number of bytes, and where it runs out, the slowest reader gives way to the next one.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Waker,
    time::Duration,
};

use tokio::time::Instant;

/// A number of places and of bytes.
///
/// Each request that is answered has a [`Seat`]. Only one that waits for the rest of its body has
/// bytes, and only such a one gives way: a body that is there at once is proved before anybody else
/// has his turn.
#[derive(Debug)]
pub(crate) struct Room {
    places: usize,
    bytes: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    places: usize,
    bytes: usize,
    seats: u64,
    waiting: BTreeMap<Rank, Waiting>,
}

/// The order in which readers give way: by the time of their start, put off by what they have read.
/// The number of the seat tells equal times apart.
type Rank = (Instant, u64);

#[derive(Debug)]
struct Waiting {
    held: usize,
    waker: Waker,
}

impl Room {
    pub(crate) fn new(places: usize, bytes: usize) -> Self {
        Self { places, bytes, taken: Mutex::default() }
    }

    /// Takes a place. If all are taken, the slowest reader gives its place up.
    ///
    /// `None` if nobody can: all the others are proved, and are about to be answered.
    pub(crate) fn enter(self: &Arc<Self>) -> Option<Seat> {
        let mut taken = self.taken();
        let gave_way = if taken.places < self.places { None } else { Some(taken.pop()?) };
        taken.places += 1;
        taken.seats += 1;
        let number = taken.seats;
        drop(taken);
        gave_way.into_iter().for_each(Waker::wake);
        Some(Seat { room: Arc::clone(self), number, since: Instant::now(), state: State::Busy })
    }

    /// Returns whether half of the room or more is free.
    pub(crate) fn is_at_ease(&self) -> bool {
        let taken = self.taken();
        taken.places <= self.places / 2 && taken.bytes <= self.bytes / 2
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    /// Makes the slowest reader give way.
    fn pop(&mut self) -> Option<Waker> {
        let (_, waiting) = self.waiting.pop_first()?;
        self.bytes -= waiting.held;
        self.places -= 1;
        Some(waiting.waker)
    }

    fn stop(&mut self, rank: &Rank) -> Option<Waiting> {
        let waiting = self.waiting.remove(rank)?;
        self.bytes -= waiting.held;
        Some(waiting)
    }
}

/// The place of one request. Dropping it gives it back.
pub(crate) struct Seat {
    room: Arc<Room>,
    number: u64,
    since: Instant,
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    /// It does not wait for its sender, and does not give way.
    Busy,
    /// It waits for its sender. If it is not among those that wait any more, it gave way.
    Waiting(Rank),
    /// It gave its place up.
    Lost,
}

/// The request gave its place up.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GaveWay;

impl Seat {
    /// Waits for the rest of a body. `read` bytes of it came, and `held` bytes are kept for it.
    ///
    /// # Errors
    ///
    /// Fails if this request gives way, or gave way since it was woken last.
    pub(crate) fn wait(&mut self, read: usize, held: usize, waker: &Waker) -> Result<(), GaveWay> {
        let mut taken = self.room.taken();
        let waker = match self.state {
            State::Busy => waker.clone(),
            State::Lost => return Err(GaveWay),
            State::Waiting(rank) => match taken.stop(&rank) {
                Some(waiting) if waiting.waker.will_wake(waker) => waiting.waker,
                Some(_) => waker.clone(),
                None => {
                    self.state = State::Lost;
                    return Err(GaveWay);
                }
            },
        };
        let rank = (self.since + head_start(read), self.number);
        taken.waiting.insert(rank, Waiting { held, waker });
        taken.bytes += held;
        self.state = State::Waiting(rank);
        let mut gave_way = Vec::new();
        while taken.bytes > self.room.bytes {
            gave_way.extend(taken.pop());
        }
        if !taken.waiting.contains_key(&rank) {
            self.state = State::Lost;
        }
        drop(taken);
        gave_way.into_iter().for_each(Waker::wake);
        if matches!(self.state, State::Lost) { Err(GaveWay) } else { Ok(()) }
    }

    /// Waits no more: the body is whole. It does not count any more, and this place is kept.
    ///
    /// # Errors
    ///
    /// Fails if this request gave way, and there is no other place.
    pub(crate) fn settle(&mut self) -> Result<(), GaveWay> {
        if let State::Waiting(rank) = self.state {
            let stopped = self.room.taken().stop(&rank);
            self.state = stopped.map_or(State::Lost, |_| State::Busy);
        }
        if matches!(self.state, State::Lost) {
            *self = self.room.enter().ok_or(GaveWay)?;
        }
        Ok(())
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.room.taken();
        let has_place = match self.state {
            State::Busy => true,
            State::Waiting(rank) => taken.stop(&rank).is_some(),
            State::Lost => false,
        };
        taken.places -= usize::from(has_place);
    }
}

/// Returns how much later a reader may have started to be as slow as one that has read nothing.
fn head_start(read: usize) -> Duration {
    let micros = (read as u64).saturating_mul(1_000_000) / BYTES_A_SECOND;
    Duration::from_micros(micros).min(LONGEST_HEAD_START)
}

/// The pace of a reader that is not slow.
const BYTES_A_SECOND: u64 = 64 * 1024;

/// A reader that was fast and has stopped is slow after this.
const LONGEST_HEAD_START: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn room(places: usize, bytes: usize) -> Arc<Room> {
        Arc::new(Room::new(places, bytes))
    }

    fn wait(seat: &mut Seat, read: usize) -> Result<(), GaveWay> {
        seat.wait(read, read, Waker::noop())
    }

    #[tokio::test(start_paused = true)]
    async fn the_one_that_started_first_gives_its_place_up() {
        let room = room(2, 1000);
        let mut seats = Vec::new();
        for _ in 0..2 {
            let mut seat = room.enter().unwrap();
            wait(&mut seat, 1).unwrap();
            seats.push(seat);
            advance(Duration::from_millis(10)).await;
        }

        let third = room.enter().unwrap();

        assert_eq!(wait(&mut seats[0], 2), Err(GaveWay));
        assert_eq!(wait(&mut seats[1], 2), Ok(()));
        drop((seats, third));
        assert_eq!(room.taken().places, 0);
        assert_eq!(room.taken().bytes, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_fast_reader_outlives_a_slow_one_that_started_later() {
        let room = room(2, 1 << 30);
        let mut fast = room.enter().unwrap();
        wait(&mut fast, 1 << 20).unwrap();
        advance(Duration::from_millis(500)).await;
        let mut slow = room.enter().unwrap();
        wait(&mut slow, 10).unwrap();

        drop(room.enter().unwrap());

        assert_eq!((wait(&mut fast, 1 << 20), wait(&mut slow, 11)), (Ok(()), Err(GaveWay)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_reader_that_has_stopped_is_slow_in_the_end_however_much_it_has_read() {
        let room = room(2, 1 << 30);
        let mut stopped = room.enter().unwrap();
        wait(&mut stopped, 1 << 20).unwrap();
        advance(LONGEST_HEAD_START + Duration::from_millis(1)).await;
        let mut new = room.enter().unwrap();
        wait(&mut new, 0).unwrap();

        drop(room.enter().unwrap());

        assert_eq!((wait(&mut stopped, 1 << 20), wait(&mut new, 1)), (Err(GaveWay), Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_bytes_are_held_than_there_is_room_for() {
        let room = room(usize::MAX, 100);
        let mut seats: Vec<_> = (0..10).filter_map(|_| room.enter()).collect();
        for seat in &mut seats {
            wait(seat, 30).unwrap();
            assert!(room.taken().bytes <= 100);
        }

        let left = seats.iter_mut().filter_map(|seat| wait(seat, 30).ok()).count();
        assert_eq!(left, 3);
    }

    #[test]
    fn one_whose_body_is_whole_keeps_its_place() {
        let room = room(1, 100);
        let mut proved = room.enter().unwrap();
        wait(&mut proved, 10).unwrap();
        proved.settle().unwrap();

        assert!(room.enter().is_none());
        assert_eq!(room.taken().bytes, 0);
        drop(proved);
        assert!(room.enter().is_some());
    }

    #[test]
    fn one_that_gave_way_and_is_whole_all_the_same_takes_another_place() {
        let room = room(1, 100);
        let mut late = room.enter().unwrap();
        wait(&mut late, 10).unwrap();
        let other = room.enter().unwrap();

        assert_eq!(late.settle(), Err(GaveWay));
        drop(other);
        assert_eq!(late.settle(), Ok(()));
        assert_eq!(room.taken().places, 1);
    }
}
