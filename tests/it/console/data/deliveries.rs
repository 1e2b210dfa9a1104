//! Pages of deliveries, and the question for them.

use hookport::{
    Trust,
    console::data::{self, DeliveryQuery},
    inbox::EntryState,
};

use super::kit::half_dead;
use crate::kit::Log;

#[tokio::test]
async fn deliveries_are_listed_page_by_page_in_the_form_of_a_connection() {
    let running = half_dead(&Log::default()).await;

    let query = DeliveryQuery::of_url("first=3").unwrap();
    let first = data::deliveries(&running.inbox, &query).await.unwrap();
    let json = serde_json::to_value(&first).unwrap();
    assert_eq!(json["edges"].as_array().unwrap().len(), 3);
    assert_eq!(json["pageInfo"]["hasNextPage"], true);
    let node = &json["edges"][0]["node"];
    assert_eq!(
        (&node["id"], &node["state"], &node["senderId"]),
        (&4.into(), &"dead".into(), &"d4".into())
    );
    assert_eq!((&node["trust"], &node["event"]), (&"signed".into(), &"order.paid".into()));

    let after = json["pageInfo"]["endCursor"].as_str().unwrap();
    let query = DeliveryQuery::of_url(&format!("first=3&after={after}")).unwrap();
    let second = data::deliveries(&running.inbox, &query).await.unwrap();
    let ids: Vec<_> = second.nodes().map(|node| node.id).collect();
    assert_eq!((ids, second.page_info.has_next_page), (vec![1], false));
}

#[tokio::test]
async fn each_filter_leaves_out_the_other_deliveries() {
    let running = half_dead(&Log::default()).await;
    let cases = [
        ("failed=true", vec![4, 2]),
        ("failed=true&state=done", vec![4, 3, 2, 1]),
        ("state=done", vec![3, 1]),
        ("state=done,dead&first=1", vec![4]),
        ("state=done&state=dead", vec![4, 3, 2, 1]),
        ("endpoint=shop&event=order.paid&trust=signed", vec![4, 3, 2, 1]),
        ("endpoint=other", vec![]),
        ("senderId=d3", vec![3]),
        ("tenant=nobody", vec![]),
        ("text=%22id%22%3A%22d2%22", vec![2]),
        ("until=2020-01-01", vec![]),
        ("from=2020-01-01T00:00:00Z&first=2", vec![4, 3]),
    ];
    for (query, expected) in cases {
        let asked = DeliveryQuery::of_url(query).unwrap();
        let page = data::deliveries(&running.inbox, &asked).await.unwrap();
        let ids: Vec<_> = page.nodes().map(|node| node.id).collect();
        assert_eq!(ids, expected, "{query}");
    }
}

#[test]
fn a_wrong_parameter_is_named_with_what_it_must_be() {
    let cases = [
        ("first=0", "`first` is `0`, and must be a number from 1 to 200"),
        ("first=+5", "`first` is ` 5`, and must be a number from 1 to 200"),
        ("after=x", "`after` is `x`, and must be a number from 0 to 9223372036854775807"),
        ("failed=yes", "`failed` is `yes`, and must be true or false"),
        (
            "state=lost",
            "`state` is `lost`, and must be one of dead, retry, open, cancelled, done, unhandled",
        ),
        (
            "trust=high",
            "`trust` is `high`, and must be one of signed, signed_in_part, token, unauthenticated",
        ),
        (
            "from=yesterday",
            "`from` is `yesterday`, and must be a time as 2026-01-31T12:00:00Z, or a date as 2026-01-31",
        ),
        ("endpoint=", "`endpoint` is empty"),
        ("event=a&event=b", "`event` is there twice"),
    ];
    for (query, expected) in cases {
        assert_eq!(DeliveryQuery::of_url(query).unwrap_err().to_string(), expected, "{query}");
    }
    let unknown = DeliveryQuery::of_url("endpiont=shop").unwrap_err();
    assert_eq!(unknown.parameter(), "endpiont");
    assert!(unknown.to_string().contains("there are: first, after, failed"), "{unknown}");
    let long = DeliveryQuery::of_url(&format!("text={}", "a".repeat(2000))).unwrap_err();
    assert_eq!(long.to_string(), "`text` is too long");
}

#[test]
fn a_question_can_be_written_as_a_query_and_read_again() {
    let queries = [
        "",
        "first=20&after=17&failed=true&endpoint=a+b&event=x%26y",
        "state=done%2Copen&trust=token&from=2026-01-31T00%3A00%3A00.000Z&tenant=t&senderId=s&text=%C3%A4",
    ];
    for query in queries {
        assert_eq!(DeliveryQuery::of_url(query).unwrap().to_string(), query);
    }
    let asked = DeliveryQuery::of_url(queries[2]).unwrap();
    assert_eq!(asked.filter.states, [EntryState::Done, EntryState::Open]);
    assert_eq!((asked.filter.trust, asked.filter.text.as_deref()), (Some(Trust::Token), Some("ä")));
}
