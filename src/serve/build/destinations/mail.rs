//! A destination that sends mails.

use crate::{
    destinations::{Destination, MailError, MailServer, MailTo},
    error_text::chain,
    serve::{
        build::Building,
        config::{self, KeyPath, Mail, Security, Span},
        secrets::Found,
    },
};

impl Building<'_> {
    pub(super) fn mail(
        &mut self,
        written: &Mail,
        timeout: Option<Span>,
        at: &KeyPath,
    ) -> Option<Box<dyn Destination>> {
        let (Some(server), Some(from), [to, others @ ..]) =
            (&written.server, &written.from, &written.to[..])
        else {
            self.tell_missing(written, at);
            return None;
        };
        let server = self.mail_server(server, &at.and("server"))?;
        let from = self.template(from, &at.and("from"))?;
        let mut mail = MailTo::new(server, from, self.template(to, &at.and("to").at(0))?);
        for (index, to) in others.iter().enumerate() {
            mail = mail.and_to(self.template(to, &at.and("to").at(index + 1))?);
        }
        if let Some(subject) = &written.subject {
            mail = mail.subject(self.template(subject, &at.and("subject"))?);
        }
        if let Some(text) = &written.text {
            mail = mail.text(self.template(text, &at.and("text"))?);
        }
        match limited(mail, timeout, written).build() {
            Ok(made) => Some(Box::new(made)),
            Err(error) => {
                self.mistake(key_of(&error, written, at), chain(&error));
                None
            }
        }
    }

    fn tell_missing(&mut self, written: &Mail, at: &KeyPath) {
        let is_missing = [
            ("`server`", written.server.is_none()),
            ("`from`", written.from.is_none()),
            ("`to`, one mailbox at least", written.to.is_empty()),
        ];
        for (key, _) in is_missing.iter().filter(|(_, is_missing)| *is_missing) {
            self.mistake(at.clone(), format!("needs {key}"));
        }
    }

    fn mail_server(&mut self, written: &config::MailServer, at: &KeyPath) -> Option<MailServer> {
        let Some(host) = &written.host else {
            self.mistake(at.clone(), "needs `host`");
            return None;
        };
        let mut server = match written.security {
            Security::Tls => MailServer::tls(host),
            Security::Starttls => MailServer::starttls(host),
            Security::Plain => MailServer::plain(host),
        };
        if let Some(port) = written.port {
            server = server.port(port);
        }
        server = match (&written.user, &written.password) {
            (Some(user), Some(from)) => match self.secret(from, &at.and("password"))? {
                Found::Secret(password, _) => server.user(user, password),
                Found::NotRead => server,
            },
            (None, None) => server,
            _ => {
                self.mistake(at.clone(), "needs both `user` and `password`, or neither");
                server
            }
        };
        let speaks_tls = !matches!(written.security, Security::Plain);
        let roots = self.roots_of_server(&written.trusted_roots, speaks_tls, at);
        Some(roots.into_iter().fold(server, MailServer::trusting))
    }
}

fn limited(mut mail: MailTo, timeout: Option<Span>, written: &Mail) -> MailTo {
    if written.attach_body {
        mail = mail.attaching_body();
    }
    match timeout {
        Some(Span(timeout)) => mail.timeout(timeout),
        None => mail,
    }
}

/// Returns the key that an error is about.
fn key_of(error: &MailError, written: &Mail, at: &KeyPath) -> KeyPath {
    match error {
        MailError::NoTime => at.and("timeout"),
        MailError::NotEncrypted { .. } => at.and("server").and("security"),
        MailError::NoHost => at.and("server").and("host"),
        MailError::NoPort => at.and("server").and("port"),
        MailError::Address { text, .. } if written.to.contains(text) => at.and("to"),
        MailError::Address { .. } => at.and("from"),
        _ => at.clone(),
    }
}
