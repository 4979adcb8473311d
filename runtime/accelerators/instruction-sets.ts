import { readFile } from 'node:fs/promises'

/** Those that decide which kernels run, by the names of /proc/cpuinfo. */
const KNOWN =
  /^(avx2|fma|f16c|avx_vnni|avx512f|avx512_bf16|avx512_fp16|avx512_vnni|amx_tile|amx_bf16|amx_int8|asimd|asimddp|bf16|i8mm|sve)$/

/** The instruction sets of the processor, as a text. */
export async function instructionSets(): Promise<string> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '')
  const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]
  if (!flags) return 'not known on this system'
  return (
    flags
      .split(/\s+/)
      .filter(name => KNOWN.test(name))
      .join(' ') || 'none beyond the oldest'
  )
}
