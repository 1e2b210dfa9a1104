//! Errors of templates.

/// The error of a text that is no template.
///
/// ```
/// use hookport::destinations::TextTemplate;
///
/// for (text, problem) in [
///     ("{json:id}", "word `{json:id}`: JSON pointer `id` must begin with `/`, in template `{json:id}`"),
///     ("{event", "`{event` is not closed in template `{event`: write `{{` for a brace"),
///     ("a } b", "`}` is not opened in template `a } b`: write `}}` for a brace"),
/// ] {
///     assert_eq!(TextTemplate::parse(text).unwrap_err().to_string(), problem);
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextTemplateError {
    /// A word is not known.
    #[error("unknown word `{word}` in template `{template}`: the words are {WORDS}")]
    UnknownWord {
        /// The word, with its braces.
        word: String,
        /// The template.
        template: String,
    },
    /// No request has a value of this name.
    #[error("word `{word}`: {problem}, in template `{template}`")]
    BadName {
        /// The word, with its braces.
        word: String,
        /// The mistake.
        problem: String,
        /// The template.
        template: String,
    },
    /// A brace is not closed.
    #[error("`{rest}` is not closed in template `{template}`: write `{{{{` for a brace")]
    Unclosed {
        /// The template from the brace on.
        rest: String,
        /// The template.
        template: String,
    },
    /// A brace is not opened.
    #[error("`}}` is not opened in template `{template}`: write `}}}}` for a brace")]
    Unopened {
        /// The template.
        template: String,
    },
}

const WORDS: &str = "`{event}`, `{id}`, `{tenant}`, `{provider}`, `{endpoint}`, `{body}`, \
    `{json:/POINTER}`, `{header:NAME}`, `{header:NAME[ENTRY]}`, `{query:NAME}`, `{form:NAME}` and \
    `{path-segment:N}`, each also with `?DEFAULT` behind it";
