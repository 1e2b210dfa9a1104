//! Reading a template.

use super::{
    TextTemplateError,
    part::{Part, Word},
};
use crate::request::named;

pub(super) fn parts(template: &'static str) -> Result<Vec<Part>, TextTemplateError> {
    let (mut parts, mut rest) = (Vec::new(), template);
    while let Some(at) = rest.find(['{', '}']) {
        let (text, from_brace) = rest.split_at(at);
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        if from_brace.starts_with("{{") || from_brace.starts_with("}}") {
            parts.push(Part::Text(&from_brace[..1]));
            rest = &from_brace[2..];
            continue;
        }
        if from_brace.starts_with('}') {
            return Err(TextTemplateError::Unopened { template: template.to_owned() });
        }
        let (word, behind) = inside(from_brace).ok_or_else(|| TextTemplateError::Unclosed {
            rest: from_brace.to_owned(),
            template: template.to_owned(),
        })?;
        parts.push(value(word, template)?);
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    Ok(parts)
}

/// Returns the text between two braces, and what is behind them.
fn inside(from_brace: &'static str) -> Option<(&'static str, &'static str)> {
    let (word, behind) = from_brace.get(1..)?.split_once('}')?;
    (!word.contains('{')).then_some((word, behind))
}

fn value(text: &'static str, template: &'static str) -> Result<Part, TextTemplateError> {
    let (word, default) = text.split_once('?').unwrap_or((text, ""));
    match meaning(word) {
        Some(Word::Field(field)) if let Some(problem) = field.problem() => {
            let word = format!("{{{text}}}");
            Err(TextTemplateError::BadName { word, problem, template: template.to_owned() })
        }
        Some(word) => Ok(Part::Value { word, default }),
        None => {
            let (word, template) = (format!("{{{text}}}"), template.to_owned());
            Err(TextTemplateError::UnknownWord { word, template })
        }
    }
}

fn meaning(word: &'static str) -> Option<Word> {
    Some(match word {
        "event" => Word::Event,
        "id" => Word::Id,
        "tenant" => Word::Tenant,
        "provider" => Word::Provider,
        "endpoint" => Word::Endpoint,
        "body" => Word::Body,
        _ => {
            let (kind, name) = word.split_once(':').filter(|(_, name)| !name.is_empty())?;
            Word::Field(named(kind, name).filter(|_| KINDS.contains(&kind))?)
        }
    })
}

const KINDS: &[&str] = &["form", "header", "json", "path-segment", "query"];
