//! The units, configurations and routes of a single machine.

use std::collections::BTreeSet;
use std::process::Command;

use mirubato_deploy::application::Application;
use mirubato_deploy::{read, root};
use serde_json::Value;

use crate::kubernetes::selected;

const UNITS: [&str; 4] =
    ["mirubato-app.service", "mirubato-fanout.service", "mirubato-gateway.service", "mirubato.target"];

fn unit(name: &str) -> String {
    read(&format!("deploy/single-machine/systemd/{name}")).unwrap()
}

/// The values of a key in a unit.
fn values<'a>(unit: &'a str, key: &str) -> Vec<&'a str> {
    unit.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix('=')).collect()
}

#[test]
fn systemd_understands_every_unit() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        // There is no systemd here, so there is nothing that could run the units either.
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for name in UNITS {
        // Programs are where they are only after installing.
        let text = unit(name);
        let lines = text.lines().map(|line| match line.strip_prefix("ExecStart=") {
            Some(command) => format!("ExecStart=/bin/true {}\n", command.split_once(' ').map_or("", |(_, rest)| rest)),
            None => format!("{line}\n"),
        });
        std::fs::write(folder.path().join(name), lines.collect::<String>()).unwrap();
    }
    let units = UNITS.map(|name| folder.path().join(name));
    let output = Command::new("systemd-analyze").args(["verify", "--man=no"]).args(units).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let ours: Vec<_> = said.lines().filter(|line| line.contains("mirubato")).collect();
    assert!(ours.is_empty() && output.status.success(), "{said}");
}

#[test]
fn units_start_every_component_once_and_start_again_what_ends() {
    let application = Application::read().unwrap();
    let (app, fanout) = (selected(&unit("mirubato-app.service")), selected(&unit("mirubato-fanout.service")));
    assert_eq!(fanout, application.started_by_redis());
    assert!(app.is_disjoint(&fanout), "started twice: {app:?}, {fanout:?}");
    assert_eq!(&app | &fanout, application.components());
    for name in UNITS.iter().filter(|name| name.ends_with(".service")) {
        let text = unit(name);
        assert_eq!(values(&text, "Restart"), ["always"], "{name}");
        assert_eq!(values(&text, "StartLimitIntervalSec"), ["0"], "{name} gives up");
        assert!(values(&unit("mirubato.target"), "Wants").concat().contains(name), "nobody starts {name}");
    }
}

#[test]
fn each_process_has_every_required_variable_and_only_the_app_has_secrets() {
    let application = Application::read().unwrap();
    for (service, secrets) in [("mirubato-app.service", true), ("mirubato-fanout.service", false)] {
        let text = unit(service);
        let files = values(&text, "EnvironmentFile");
        let files = files.iter().map(|file| file.replace("/etc/mirubato/", "deploy/single-machine/") + ".example");
        let lines: String = files.map(|file| read(&file).unwrap()).collect();
        let mut set = BTreeSet::new();
        for (name, value) in lines.lines().filter_map(|line| line.strip_prefix("SPIN_VARIABLE_")?.split_once('=')) {
            let name = name.to_lowercase();
            if application.secret().contains(&name) {
                assert_eq!(value, if secrets { "" } else { "unused" }, "{service}: {name}");
            }
            set.insert(name);
        }
        assert!(set.is_subset(&application.variables()), "{service}: unknown {:?}", &set - &application.variables());
        assert!(application.required().is_subset(&set), "{service}: not set {:?}", &application.required() - &set);
    }
}

#[test]
fn runtime_configurations_know_the_stores_of_the_application() {
    let application = Application::read().unwrap();
    for file in
        ["runtime-config.toml", "deploy/runtime-config/single-machine.toml", "deploy/runtime-config/cluster.toml"]
    {
        let config: Value = toml::from_str(&read(file).unwrap()).unwrap();
        for (table, stores) in [("sqlite_database", "sqlite_databases"), ("key_value_store", "key_value_stores")] {
            let labels: BTreeSet<_> = config[table].as_object().unwrap().keys().cloned().collect();
            assert_eq!(labels, application.stores(stores), "{table} in {file}");
            for store in config[table].as_object().unwrap().values() {
                let fields: BTreeSet<_> = store.as_object().unwrap().keys().map(String::as_str).collect();
                let expected = match store["type"].as_str().unwrap() {
                    "spin" => ["path", "type"].as_slice(),
                    "libsql" => &["token", "type", "url"],
                    "redis" => &["type", "url"],
                    other => panic!("{file}: Spin has no {other}"),
                };
                assert!(fields.iter().eq(expected), "{file}: {fields:?}");
            }
        }
    }
}

#[test]
fn what_passes_the_gateway_is_what_sync_answers() {
    let application = Application::read().unwrap();
    let routes = read("deploy/pushpin/routes").unwrap();
    let lines: Vec<_> = routes.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once(' ')).collect();
    let lines: Vec<_> = lines.into_iter().map(Option::unwrap).collect();
    let paths =
        application.routes("sync").iter().map(|path| path.trim_end_matches("...").to_owned()).collect::<Vec<_>>();
    assert_eq!(paths, ["/sync/"]);
    let expected = [
        ("*,proto=ws,path_beg=/sync/", "@APP@,over_http"),
        // What a client posts there itself is not the gateway's word.
        ("*,proto=http,path_beg=/sync/ws,no_grip", "@APP@"),
        ("*,path_beg=/sync/", "@APP@"),
    ];
    assert_eq!(lines, expected);
    let proxy = read("deploy/single-machine/Caddyfile").unwrap();
    assert!(proxy.contains("handle /sync/* {\n\t\treverse_proxy 127.0.0.1:7999"), "the proxy leads around the gateway");
}

#[test]
fn pushpin_publishes_nothing_to_strangers_and_delays_nothing() {
    let config = read("deploy/pushpin/pushpin.conf").unwrap();
    for line in ["message_rate=0", "message_hwm=0", "updates_check=off", "sig_iss=pushpin", "sig_key=@KEY@"] {
        assert!(config.lines().any(|own| own == line), "no {line}");
    }
    assert!(config.contains("push_in_http_addr=127.0.0.1\npush_in_http_port=5561\n"));
    for line in config.lines().filter(|line| line.contains("tcp://")) {
        assert!(line.contains("tcp://127.0.0.1:"), "{line}");
    }
    let script = Command::new("sh").arg("-n").arg(root().join("deploy/pushpin/start.sh")).status().unwrap();
    assert!(script.success());
}

#[test]
fn the_gateway_does_not_start_with_a_key_that_sync_would_refuse() {
    let folder = tempfile::tempdir().unwrap();
    for key in ["short", "thirty-two characters, and spaces", ""] {
        let file = folder.path().join("key");
        std::fs::write(&file, key).unwrap();
        let mut start = Command::new(root().join("deploy/pushpin/start.sh"));
        let output = start.env("GATEWAY_KEY_FILE", &file).env("RUN", folder.path().join("run")).output().unwrap();
        assert!(!output.status.success(), "{key:?} was taken");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("gateway_key: "), "{key:?}");
    }
}
