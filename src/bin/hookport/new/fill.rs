//! Filling a text of a template.

use std::collections::BTreeMap;

/// The values of the places in a template, by name.
#[derive(Debug, Default)]
pub(super) struct Values {
    texts: BTreeMap<&'static str, String>,
    conditions: BTreeMap<&'static str, bool>,
}

impl Values {
    /// Sets the text that stands for `{{name}}`.
    pub(super) fn set(&mut self, name: &'static str, text: impl Into<String>) {
        self.texts.insert(name, text.into());
    }

    /// Sets whether the lines from `{{if name}}` to `{{end}}` stay.
    pub(super) fn set_condition(&mut self, name: &'static str, holds: bool) {
        self.conditions.insert(name, holds);
    }

    /// Fills a template.
    pub(super) fn fill(&self, template: &str) -> String {
        let chosen = self.chosen_lines(template);
        let filled = self
            .texts
            .iter()
            .fold(chosen, |text, (name, value)| text.replace(&["{{", name, "}}"].concat(), value));
        let mut filled = filled.trim_end().to_owned();
        filled.push('\n');
        filled
    }

    fn chosen_lines(&self, template: &str) -> String {
        let (mut chosen, mut holds) = (String::new(), true);
        for line in template.lines() {
            if let Some(name) = line.strip_prefix("{{if ").and_then(|rest| rest.strip_suffix("}}"))
            {
                holds = self.conditions.get(name).copied().unwrap_or(false);
            } else if line == "{{end}}" {
                holds = true;
            } else if holds {
                chosen.push_str(line);
                chosen.push('\n');
            }
        }
        chosen
    }
}
