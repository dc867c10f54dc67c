//! The WebAssembly engine and its clock of epochs.

use std::thread;
use std::time::Duration;

use wasmtime::{Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// The time between two epochs. Guest code is looked at that often while it computes.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// How much memory of a finished instance stays with its slot, for the next instance to reuse without page faults.
const KEEP_RESIDENT: usize = 512 * 1024;

/// Makes an engine with room for so many instances at a time, each with up to `max_memory` bytes in a memory.
///
/// # Errors
/// When the address space does not suffice.
pub(crate) fn start(instances: u32, max_memory: Option<usize>) -> anyhow::Result<Engine> {
    let mut pool = PoolingAllocationConfig::default();
    // A component has a few core instances (its own, WASI's adapter, those it is composed of) and a table or two for each.
    pool.total_component_instances(instances)
        .total_core_instances(instances * 4)
        .total_memories(instances * 2)
        .total_tables(instances * 4)
        .total_stacks(instances * 2)
        .max_component_instance_size(10 << 20)
        .max_core_instance_size(10 << 20)
        .max_memories_per_component(8)
        .max_tables_per_component(64)
        .table_elements(100_000)
        .linear_memory_keep_resident(KEEP_RESIDENT)
        .table_keep_resident(64 * 1024)
        .max_unused_warm_slots(8);
    if let Some(bytes) = max_memory {
        pool.max_memory_size(bytes);
    }
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .wasm_component_model_async(true)
        .epoch_interruption(true)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    let engine = Engine::new(&config)?;
    let weak = engine.weak();
    thread::Builder::new().name("epochs".to_owned()).spawn(move || {
        while let Some(engine) = weak.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(TICK);
        }
    })?;
    Ok(engine)
}
