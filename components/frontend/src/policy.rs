//! Headers that keep the app to itself.

/// What the app's page may load: its own files, and nothing that is written into the page. WebAssembly is compiled, scripts are not evaluated.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// For every answer.
pub const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    // Browsers ignore it where the page did not come over TLS, so it does no harm on one's own machine.
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
];

/// For the app's page. The microphone is for the tuner and for recordings.
pub const PAGE: [(&str, &str); 2] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("permissions-policy", "microphone=(self), screen-wake-lock=(self), camera=(), geolocation=(), payment=(), usb=()"),
];
