//! Templates of plans that everybody may see, and who made a plan of them.

/// Which records are public templates: the condition of the indexes `public_templates_by_time` and `public_templates_by_id`.
pub const PUBLIC: &str = "kind = 'plan_template' AND deleted = 0 AND fields ->> 'visibility' = 'public'";
