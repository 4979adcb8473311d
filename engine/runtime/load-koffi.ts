import { createRequire } from 'node:module'

let loaded: typeof import('koffi') | undefined

/** koffi, which calls C libraries; loaded only where an accelerator pack is used. */
export function loadKoffi(): typeof import('koffi') {
  if (loaded) return loaded
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
  // It runs C functions on stacks of its own, of 128 kB on other threads: compilers of shaders and kernels need more and end the process.
  koffi.config({ ...koffi.config(), async_stack_size: 8 * 2 ** 20, sync_stack_size: 8 * 2 ** 20 })
  loaded = koffi
  return koffi
}
