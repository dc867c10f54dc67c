//! The command line, and applications that cannot be run.

use std::fs;
use std::process::{Command, Output};

use mirubato_conformance::parts;
use mirubato_conformance::world::{World, read_until};
use tempfile::TempDir;

use super::stories;

stories![
    own what_components_print_is_passed_on_line_by_line: "Spin writes it to files",
    own the_host_says_where_it_listens: "the ready line is the embedded host's own",
    own a_part_of_the_application_can_be_run: "which part, Spin checks with other words",
    own an_application_that_cannot_be_run_says_why: "Spin says it with other words",
];

fn what_components_print_is_passed_on_line_by_line() {
    let world = World::start(&[]);
    assert_eq!(world.get("/bare/print?out=%7B%22a%22:1%7D&err=to%20stderr").send().status, 200);
    let read = |name: &str| fs::read_to_string(world.folder().join(name)).unwrap();
    assert!(read("stdout.log").lines().any(|line| line == r#"{"a":1}"#));
    assert!(read("stderr.log").lines().any(|line| line == "to stderr"));
    // Every other line is the host's own, and JSON.
    for line in read("stderr.log").lines().filter(|line| *line != "to stderr") {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(event["time"].is_string() && event["level"].is_string() && event["message"].is_string(), "{line}");
    }
}

/// A folder with an application: a manifest, and the components of the suite beside it.
fn application(manifest: &str) -> TempDir {
    let folder = TempDir::with_prefix("mirubato-conformance-").unwrap();
    fs::write(
        folder.path().join("spin.toml"),
        format!("spin_manifest_version = 2\n[application]\nname = \"a\"\n{manifest}"),
    )
    .unwrap();
    std::os::unix::fs::symlink(parts::build().unwrap(), folder.path().join("parts")).unwrap();
    folder
}

fn host(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(parts::host().unwrap());
    command.args(["--listen", "127.0.0.1:0"]).args(arguments).current_dir(folder.path()).env_clear();
    command
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    host(folder, arguments).output().unwrap()
}

const PROBE: &str =
    "[[trigger.http]]\nroute = \"/...\"\ncomponent = \"probe\"\n[component.probe]\nsource = \"parts/probe.wasm\"\n";

fn the_host_says_where_it_listens() {
    let folder = application(PROBE);
    let ready = folder.path().join("ready.json");
    let mut child =
        host(&folder, &["--ready-file", "ready.json"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line).unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(said["ready"], true);
    assert_eq!(fs::read_to_string(ready).unwrap(), line);
    let address = said["address"].as_str().unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    std::io::Write::write_all(&mut stream, b"GET /hello HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    assert!(read_until(&mut stream, "hello\n").contains("hello\n"));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn a_part_of_the_application_can_be_run() {
    let world = World::start(&["--component", "bare", "--component", "first-listener", "--component", "reader"]);
    assert_eq!(world.get("/bare/hello").send().status, 200);
    assert_eq!(world.get("/probe/hello").send().status, 404);
    assert_eq!(world.get("/teapot").send().status, 418);
}

fn an_application_that_cannot_be_run_says_why() {
    let hosts = "allowed_outbound_hosts = [\"nonsense\"]\n";
    let imports =
        "[component.probe.dependencies]\n\"conformance:texts/texts@0.1.0\" = { path = \"parts/listener.wasm\" }\n";
    let unwanted =
        "[component.probe.dependencies]\n\"conformance:texts/texts@0.1.0\" = { path = \"parts/provider.wasm\" }\n";
    let unmet = PROBE.replace("probe.wasm", "consumer.wasm");
    let no_handler = PROBE.replace("probe.wasm", "listener.wasm");
    for (manifest, said) in [
        (String::new(), "trigger: the application has no trigger"),
        (format!("{PROBE}{hosts}"), "component.probe.allowed_outbound_hosts[0]"),
        (format!("{PROBE}{imports}"), "a dependency must import nothing"),
        (format!("{PROBE}{unwanted}"), "the component does not import `conformance:texts/texts@0.1.0`"),
        (unmet, "wants what this host does not have"),
        (no_handler, "does not export wasi:http/handler@0.3.0"),
        (PROBE.replace("probe.wasm", "nothing.wasm"), "nothing.wasm"),
        (format!("{PROBE}key_value_stores = [\"unknown\"]\n"), "component.probe.key_value_stores: \"unknown\""),
        (format!("{PROBE}sqlite_databases = [\"unknown\"]\n"), "component.probe.sqlite_databases: \"unknown\""),
        (format!("{PROBE}files = [\"nothing.txt\"]\n"), "component.probe.files"),
        (format!("[variables]\nkey = {{ required = true }}\n{PROBE}"), "SPIN_VARIABLE_KEY"),
        (
            format!(
                "[variables]\nhost = {{ default = \"a b\" }}\n{PROBE}allowed_outbound_hosts = [\"http://{{{{ host }}}}\"]\n"
            ),
            "component.probe.allowed_outbound_hosts",
        ),
    ] {
        let output = run(&application(&manifest), &[]);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && error.contains(said), "{manifest}\n{error}");
    }
    for (arguments, said) in [
        (["--component", "nobody"], "`nobody` is not defined"),
        (["--runtime-config-file", "nothing.toml"], "nothing.toml"),
        (["--listen", "300.0.0.1:1"], "--listen"),
        (["--from", "nothing.toml"], "nothing.toml"),
    ] {
        let output = run(&application(PROBE), &arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && error.contains(said), "{arguments:?}\n{error}");
    }
}
