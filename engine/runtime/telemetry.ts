/**
 * The variables that turn ONNX Runtime's telemetry off. Unless both are set before the library is loaded, it writes a device id
 * and an event database into the user's cache folder and looks up its maker's server. Whoever starts an engine process passes
 * them too: on Windows native code may see only the variables that its process was started with.
 */
export const withoutTelemetry = { ORT_DISABLE_TELEMETRY: '1', ORT_TELEMETRY_DISABLED: '1' } as const
