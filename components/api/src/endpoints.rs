//! Endpoints on their way to a router.
//!
//! Their documentation is made only when somebody asks for it: a new instance of the service makes the router, and would spend most of its
//! start on documentation that nobody reads.

use axum::Router;
use axum::routing::MethodRouter;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};
use utoipa_axum::PathItemExt as _;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::app::App;

/// Endpoints and how to describe them.
#[derive(Default)]
pub struct Endpoints {
    router: Router<App>,
    described: Vec<fn() -> UtoipaMethodRouter<App>>,
}

/// The handlers of one path. Made by [`endpoints!`](crate::endpoints).
pub struct Group {
    /// Path, method and handler, as `#[utoipa::path]` says.
    pub handlers: Vec<Handler>,
    /// What describes them.
    pub describe: fn() -> UtoipaMethodRouter<App>,
}

/// A handler, its path and its methods.
pub struct Handler {
    /// With its parameters in braces.
    pub path: String,
    /// Usually one.
    pub methods: Vec<HttpMethod>,
    /// Adds it for a method.
    pub add: fn(MethodRouter<App>, &HttpMethod) -> MethodRouter<App>,
}

impl Endpoints {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the handlers of a path.
    #[must_use]
    pub fn with(mut self, group: Group) -> Self {
        for Handler { path, methods, add } in group.handlers {
            let methods = methods.iter().fold(MethodRouter::new(), add);
            self.router = self.router.route(&path, methods);
        }
        self.described.push(group.describe);
        self
    }

    /// Adds other endpoints.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.described.extend(other.described);
        self.router = self.router.merge(other.router);
        self
    }

    /// The router.
    pub fn into_router(self) -> Router<App> {
        self.router
    }

    /// The schemas by name, each as often as an endpoint mentions it. In the document one name has one schema, whichever came last.
    pub fn schemas(self) -> impl Iterator<Item = (String, RefOr<Schema>)> {
        self.described.into_iter().flat_map(|describe| describe().0)
    }

    /// The document that begins with `frame`.
    #[must_use]
    pub fn document(self, frame: OpenApi) -> OpenApi {
        let frame = OpenApiRouter::with_openapi(frame);
        self.described.into_iter().fold(frame, |router, describe| router.routes(describe())).into_openapi()
    }
}

impl From<Router<App>> for Endpoints {
    /// Endpoints that are documented elsewhere.
    fn from(router: Router<App>) -> Self {
        Self { router, described: Vec::new() }
    }
}

/// Adds a handler for a method to those of a path.
pub fn on<H, T>(methods: MethodRouter<App>, method: &HttpMethod, handler: H) -> MethodRouter<App>
where
    H: axum::handler::Handler<T, App>,
    T: 'static,
{
    methods.on(method.to_method_filter(), handler)
}

/// The handlers of one path, each with its `#[utoipa::path]`.
#[macro_export]
macro_rules! endpoints {
    ($($first:ident $(:: $rest:ident)*),+ $(,)?) => {
        $crate::endpoints::Group {
            handlers: ::std::vec![$($crate::endpoints::Handler {
                path: ::utoipa_axum::routes!(@path [path()] of $first $(:: $rest)*),
                methods: ::utoipa_axum::routes!(@path [methods()] of $first $(:: $rest)*),
                add: |methods, method| $crate::endpoints::on(methods, method, $first $(:: $rest)*),
            }),+],
            describe: || ::utoipa_axum::routes!($($first $(:: $rest)*),+),
        }
    };
}
