//! How letters leave, as the settings say.

use std::path::Path;

use mail::{Address, Mailer, Smtp};

use crate::config::Config;

/// The way that is configured: a mail server, or a folder.
pub(super) fn mailer(config: &Config) -> Result<Mailer, String> {
    let (mail, name) = (&config.mail, &*config.brand.name);
    let from = Address::parse(&mail.from).map_err(|error| format!("mail.from {error}"))?;
    let Some(host) = mail.smtp_host.clone() else {
        return Ok(Mailer::folder(name, from, config.storage.data_dir.join("mail")));
    };
    let login = match (&mail.smtp_user, &mail.smtp_password_file) {
        (None, None) => None,
        (Some(user), Some(file)) => Some((user.clone(), password(file)?)),
        (Some(_), None) => return Err("mail.smtp_user needs mail.smtp_password_file beside it".into()),
        (None, Some(_)) => return Err("mail.smtp_password_file needs mail.smtp_user beside it".into()),
    };
    let smtp = Smtp {
        host,
        port: mail.smtp_port,
        security: mail.smtp_security,
        login,
        timeout: mail.smtp_timeout.get(),
    };
    Mailer::smtp(name, from, smtp).map_err(|error| format!("mail.smtp_host: {error}"))
}

fn password(file: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("mail.smtp_password_file: {} cannot be read: {error}", file.display()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
