//! The files a component may read, and those it may not.

use std::fs;

use spin_sdk::http::{Request, StatusCode};

use crate::{Answer, argument, json, status, text};

pub(crate) fn read(request: &Request) -> Answer {
    match fs::read(argument(request, "path")) {
        Ok(content) => text(content),
        Err(error) => status(StatusCode::NOT_FOUND, error.to_string()),
    }
}

pub(crate) fn write(request: &Request) -> Answer {
    match fs::write(argument(request, "path"), "written") {
        Ok(()) => text("written"),
        Err(error) => status(StatusCode::FORBIDDEN, error.to_string()),
    }
}

pub(crate) fn list(request: &Request) -> Answer {
    match fs::read_dir(argument(request, "path")) {
        Ok(entries) => {
            let mut names = Vec::new();
            for entry in entries {
                names.push(entry?.file_name().to_string_lossy().into_owned());
            }
            names.sort();
            json(&names)
        }
        Err(error) => status(StatusCode::NOT_FOUND, error.to_string()),
    }
}
