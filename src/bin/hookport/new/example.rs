//! A made-up delivery of a provider for which there are no typed events.

use hookport::{
    Field, Items, Provider,
    scheme::{Scheme, TokenPlace},
};
use serde_json::{Value, json};

/// The name of a made-up event.
pub(super) const EVENT: &str = "example.happened";

/// Returns a body that says what the provider says in it: the name of the event, and the token.
pub(super) fn body(provider: &Provider, secret: &str) -> String {
    let mut event = json!({"example": true});
    if let Some(Field::Json(pointer)) = provider.event_name().first() {
        put(&mut event, pointer, EVENT);
    }
    for scheme in provider.schemes() {
        if let Scheme::Token(token) = scheme
            && let TokenPlace::Field(Field::Json(pointer))
            | TokenPlace::EachItem(Field::Json(pointer)) = token.place()
        {
            put(&mut event, pointer, secret);
        }
    }
    match provider.items() {
        Some(Items::At([pointer, ..])) => around(pointer, &event),
        _ => event,
    }
    .to_string()
}

/// Puts a text at a JSON pointer. A step that is no member of an object is left out.
fn put(value: &mut Value, pointer: &str, text: &str) {
    let mut steps = pointer.split('/').skip(1).peekable();
    let mut at = value;
    while let Some(step) = steps.next() {
        if !at.is_object() {
            return;
        }
        at = &mut at[step];
        if at.is_null() {
            *at = if steps.peek().is_some() { json!({}) } else { text.into() };
        }
    }
}

/// Puts one event where the list of events of a request is.
fn around(pointer: &str, event: &Value) -> Value {
    let steps = pointer.rsplit('/').filter(|step| !step.is_empty());
    steps.fold(json!([event]), |inside, step| match step {
        "*" => json!([inside]),
        member => json!({ member: inside }),
    })
}
