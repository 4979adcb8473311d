/** A pack that cannot be installed, removed or tested: what is wrong with it, and what to do. */
export class AcceleratorError extends Error {
  override readonly name = 'AcceleratorError'
  readonly code = 'accelerator'
}
