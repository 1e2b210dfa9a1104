//! Values that hold several signatures: one match is enough, and the number of tries is bounded.

use hookport::VerifyError;

use super::{
    target::{Target, target, with_header},
    tries::{Try, all_are_accepted, all_are_refused, all_are_refused_because},
};

#[test]
fn one_good_signature_among_wrong_ones_is_enough_wherever_it_stands() {
    all_are_accepted(lists().flat_map(|list| {
        let most = list.most - 1;
        [0, most / 2, most].map(|at| list.with_wrong(most, Some(at), "wrong ones, one good"))
    }));
}

#[test]
fn more_signatures_than_any_rotation_needs_are_refused() {
    let too_many = lists().flat_map(|list| {
        [(list.most, "as many wrong as are read"), (5000, "5000 wrong")]
            .map(|(wrong, what)| list.with_wrong(wrong, Some(wrong), what))
    });
    all_are_refused_because(too_many, |error| matches!(error, VerifyError::Malformed { .. }));
}

#[test]
fn wrong_signatures_alone_never_match_however_many() {
    all_are_refused(
        lists()
            .flat_map(|list| [1, 2, 16, 5000].map(|wrong| list.with_wrong(wrong, None, "wrong"))),
    );
}

#[test]
fn entries_that_are_no_signatures_neither_help_nor_hurt_but_count() {
    let junk = |list: &List, entries| vec![format!("{}x", list.label); entries];
    all_are_refused(lists().map(|list| list.with(&junk(&list, 1), "junk alone")));
    all_are_accepted(lists().map(|list| {
        let entries = [junk(&list, list.most - 1), vec![list.good()]].concat();
        list.with(&entries, "junk, then a good one")
    }));

    let too_many = lists().map(|list| {
        let entries = [vec![list.good()], junk(&list, 5000)].concat();
        list.with(&entries, "a good one, then too much junk")
    });
    all_are_refused_because(too_many, |error| matches!(error, VerifyError::Malformed { .. }));
}

#[test]
fn separators_alone_are_no_signature() {
    let separators = [" ", ",", ", ,", ",,,,", "= =", "v1", "v1 v1", ";", "t=1700000000"];
    all_are_refused(lists().flat_map(|list| separators.map(|text| list.shown_as(text, text))));
}

#[test]
fn another_separator_does_not_part_signatures() {
    all_are_refused(lists().flat_map(|list| {
        let (good, wrong) = (list.good(), list.wrong());
        [";", "\t", "|", "&"]
            .map(|between| list.with(&[format!("{wrong}{between}{good}")], between))
    }));
}

/// A target whose header may hold several signatures.
struct List {
    target: &'static Target,
    name: &'static str,
    /// The text before each signature.
    label: &'static str,
    separator: &'static str,
    /// The number of signatures that are read.
    most: usize,
    /// The text before the list.
    head: &'static str,
}

impl List {
    fn good(&self) -> String {
        let genuine = self.target.genuine();
        let value = genuine.headers()[self.name].to_str().unwrap();
        value.strip_prefix(self.head).unwrap().to_owned()
    }

    fn wrong(&self) -> String {
        let good = self.good();
        let digits = good.strip_prefix(self.label).unwrap();
        let zero = if self.separator == "," { "0" } else { "A" };
        let padding = digits.len() - digits.trim_end_matches('=').len();
        format!("{}{}{}", self.label, zero.repeat(digits.len() - padding), "=".repeat(padding))
    }

    fn with_wrong(&self, wrong: usize, good_at: Option<usize>, what: &str) -> Try {
        let mut entries = vec![self.wrong(); wrong];
        if let Some(at) = good_at {
            entries.insert(at, self.good());
        }
        self.with(&entries, what)
    }

    fn with(&self, entries: &[String], what: &str) -> Try {
        self.shown_as(&format!("{}{}", self.head, entries.join(self.separator)), what)
    }

    fn shown_as(&self, value: &str, what: &str) -> Try {
        Try::new(self.target, what, with_header(&self.target.genuine(), self.name, value))
    }
}

fn lists() -> impl Iterator<Item = List> {
    let spaced = ["standard-webhooks", "standard-webhooks, Ed25519", "svix", "gitlab, signed"];
    let spaced = spaced.into_iter().map(|name| {
        let target = target(name);
        let (name, label, _) = target.header().unwrap();
        // Each signature by a private key costs a check of its own.
        let most = if label == "v1a," { 4 } else { 16 };
        List { target, name, label, separator: " ", most, head: "" }
    });
    spaced.chain([List {
        target: target("stripe"),
        name: "stripe-signature",
        label: "v1=",
        separator: ",",
        most: 16,
        head: "t=1700000000,",
    }])
}
