//! Several hosts on one database.

use mirubato_support::{App, Options};

use crate::story::{eventually, goal, id, make, place, set, standing};

const PUBLIC_URL: &str = "https://practice.example";

fn three() -> Vec<App> {
    // A token is issued in the name of the public address, which all have in common.
    let variables = vec![("public_url", PUBLIC_URL.to_owned())];
    App::start_together(&Options { variables, ..Options::default() }, 3)
}

#[test]
fn instances_that_start_together_migrate_once_and_work_as_one() {
    let apps = three();
    let user = apps[0].sign_in("clara@example.org");
    let at = |app: &App| mirubato_support::User::new(app.url(), &user.session);
    let path = place("/api/goals", &make(&at(&apps[0]), "/api/goals", &goal("Scales")));
    for app in &apps {
        assert_eq!(at(app).get(&path).send().expect(200).json()["title"], "Scales");
    }

    std::thread::scope(|scope| {
        for app in &apps {
            let user = at(app);
            scope.spawn(move || {
                for _ in 0..10 {
                    user.push(&[set(&user, "goal", &id(), &goal("Trills")), set(&user, "goal", &id(), &goal("Turns"))]);
                }
            });
        }
    });
    for app in &apps {
        assert_eq!(standing(&at(app)), (61, 61), "no version was given twice");
    }

    for database in ["api", "api-metrics"] {
        let migrated = || migrations(&apps[0].log(), database);
        eventually("it was migrated", || migrated() > 0);
        assert_eq!(migrated(), 1, "{database}:\n{}", apps[0].log());
    }
}

/// How often a database was migrated, as all instances say in their one log.
fn migrations(log: &str, database: &str) -> usize {
    let of_it = format!("\"database\":\"{database}\"");
    log.lines().filter(|line| line.contains("\"migrated\"") && line.contains(&of_it)).count()
}
