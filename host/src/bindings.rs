//! Rust types and traits of the interfaces in `wit/`, generated.
#![expect(unreachable_pub, reason = "generated")]

/// What a component may import.
pub mod services {
    wasmtime::component::bindgen!({
        path: "wit",
        world: "services",
        imports: { default: async | trappable },
        with: {
            "spin:key-value/key-value.store": crate::kv::Store,
            "spin:redis/redis.connection": crate::redis::Connection,
            "spin:sqlite/sqlite.connection": crate::sqlite::Connection,
        },
    });

    pub use spin::key_value::key_value;
    pub use spin::redis::redis;
    pub use spin::sqlite::sqlite;
    pub use spin::variables::variables;
}

/// What a component exports that is started by a Redis message.
pub mod subscriber {
    wasmtime::component::bindgen!({
        path: "wit",
        world: "redis-subscriber",
        exports: { default: async },
        with: { "spin:redis/redis": crate::bindings::services::redis },
    });
}
