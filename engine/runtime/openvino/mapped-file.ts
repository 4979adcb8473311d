import { closeSync, openSync, statSync } from 'node:fs'
import { SessionError } from '../../errors.ts'
import { loadKoffi } from '../load-koffi.ts'

/** A file in the address space: its pages are read when they are used, and shared between programs. */
export interface MappedFile {
  readonly address: bigint
  readonly release: () => void
}

/** @throws SessionError */
export function mapFile(path: string): MappedFile {
  try {
    const mapped = process.platform === 'win32' ? mapOnWindows(path) : mapOnUnix(path)
    if (mapped) return mapped
  } catch (cause) {
    throw new SessionError(`OpenVINO: ${path} could not be mapped into memory: ${(cause as Error).message}`, { cause })
  }
  throw new SessionError(`OpenVINO: ${path} could not be mapped into memory`)
}

const load = (library: string) => loadKoffi().load(library)
const lazily = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => (made ??= make())
}

const unix = lazily(() => {
  const c = load(process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6')
  return {
    mmap: c.func('intptr_t mmap(void *at, size_t length, int protection, int flags, int file, int64_t offset)'),
    munmap: c.func('int munmap(intptr_t address, size_t length)'),
  } as unknown as {
    mmap(at: null, length: number, protection: number, flags: number, file: number, offset: number): bigint | number
    munmap(address: bigint, length: number): number
  }
})
const [PROT_READ, MAP_SHARED] = [1, 1]

function mapOnUnix(path: string): MappedFile | undefined {
  const { size } = statSync(path)
  const file = openSync(path, 'r')
  try {
    const address = BigInt(unix().mmap(null, size, PROT_READ, MAP_SHARED, file, 0))
    if (address === -1n) return undefined
    return { address, release: () => void unix().munmap(address, size) }
  } finally {
    closeSync(file)
  }
}

const windows = lazily(() => {
  const kernel = load('kernel32.dll')
  return {
    open: kernel.func(
      'intptr_t CreateFileW(const char16_t *name, uint32_t access, uint32_t share, void *security, uint32_t creation, uint32_t flags, void *template)',
    ),
    createMapping: kernel.func(
      'intptr_t CreateFileMappingW(intptr_t file, void *security, uint32_t protection, uint32_t high, uint32_t low, void *name)',
    ),
    view: kernel.func(
      'intptr_t MapViewOfFile(intptr_t mapping, uint32_t access, uint32_t high, uint32_t low, size_t size)',
    ),
    unmap: kernel.func('int UnmapViewOfFile(intptr_t address)'),
    close: kernel.func('int CloseHandle(intptr_t handle)'),
  } as unknown as Readonly<
    Record<'open' | 'createMapping' | 'view' | 'unmap' | 'close', (...args: unknown[]) => bigint | number>
  >
})
const [GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING, PAGE_READONLY, FILE_MAP_READ] = [0x80000000, 1, 3, 2, 4]

/** A view keeps its mapping, and a mapping its file, after their handles are closed. */
function mapOnWindows(path: string): MappedFile | undefined {
  const { open, createMapping, view, unmap, close } = windows()
  const file = open(path, GENERIC_READ, FILE_SHARE_READ, null, OPEN_EXISTING, 0, null)
  if (BigInt(file) === -1n) return undefined
  const mapping = createMapping(file, null, PAGE_READONLY, 0, 0, null)
  close(file)
  if (BigInt(mapping) === 0n) return undefined
  const address = BigInt(view(mapping, FILE_MAP_READ, 0, 0, 0))
  close(mapping)
  return address === 0n ? undefined : { address, release: () => void unmap(address) }
}
