import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { MemoryError, SessionError } from '../../errors.ts'
import { loadKoffi } from '../load-koffi.ts'
import { OUT_OF_MEMORY } from '../session.ts'

/** A pointer to an object of ONNX Runtime: an environment, a session, a value. */
export type Handle = object

/** A function of the table; a status that is not null is an error. */
interface Call {
  (...args: readonly unknown[]): Handle | null
  async(...args: readonly unknown[]): void
}

/**
 * Functions of OrtApi by their place in the table, which only grows (onnxruntime_c_api.h), with what they take. All return OrtStatus *.
 */
const functions = {
  CreateEnv: [3, 'int severity, const char *id, _Out_ void **env'],
  CreateSessionFromArray: [8, 'void *env, const void *model, size_t length, void *options, _Out_ void **session'],
  CreateSessionOptions: [10, '_Out_ void **options'],
  SetSessionLogSeverityLevel: [22, 'void *options, int severity'],
  SetIntraOpNumThreads: [24, 'void *options, int threads'],
  CreateTensorWithDataAsOrtValue: [
    49,
    'void *memory, void *data, size_t bytes, const int64_t *dims, size_t rank, int type, _Out_ void **value',
  ],
  CreateCpuMemoryInfo: [69, 'int allocator, int type, _Out_ void **memory'],
  AddSessionConfigEntry: [130, 'void *options, const char *key, const char *value'],
  RunWithBinding: [133, 'void *session, void *options, void *binding'],
  CreateIoBinding: [134, 'void *session, _Out_ void **binding'],
  BindInput: [136, 'void *binding, const char *name, void *value'],
  BindOutput: [137, 'void *binding, const char *name, void *value'],
  RegisterExecutionProviderLibrary: [301, 'void *env, const char *name, const char *path'],
  GetEpDevices: [303, 'void *env, _Out_ void **devices, _Out_ size_t *count'],
  SessionOptionsAppendExecutionProvider_V2: [
    304,
    'void *options, void *env, void **devices, size_t count, const char **keys, const char **values, size_t optionCount',
  ],
} as const

type Name = keyof typeof functions
/** Functions that release an object and return nothing. */
const releases = {
  ReleaseStatus: 93,
  ReleaseSession: 95,
  ReleaseValue: 96,
  ReleaseSessionOptions: 100,
  ReleaseIoBinding: 135,
} as const
type Release = keyof typeof releases

/** The version of the API whose table is asked for: the first one with `GetEpDevices`. Newer libraries have it too. */
const API_VERSION = 22
const TABLE_LENGTH = 320

/** Libraries stay loaded while they are referenced. */
const loaded: unknown[] = []

/** The C API of onnxruntime-node's own library, which loads execution providers as plug-ins; every call is checked. */
export class OrtApi {
  readonly #koffi = loadKoffi()
  readonly #calls: Readonly<Record<Name, Call>>
  readonly #releases: Readonly<Record<Release, (handle: Handle) => void>>
  readonly #message: (status: Handle) => string
  readonly #nameOf: (device: Handle) => string
  readonly #kindOf: (device: Handle) => number
  /** Arguments of calls on other threads, whose memory must stay. */
  readonly #inUse = new Set<readonly unknown[]>()
  readonly env: Handle
  readonly memory: Handle

  /** @throws SessionError when the library cannot be loaded */
  constructor() {
    try {
      const koffi = this.#koffi
      const base = koffi.load(runtimeLibrary()).func('void *OrtGetApiBase()') as unknown as () => Handle
      const [getApi] = koffi.decode(base(), koffi.array('void *', 1)) as Handle[]
      const as = <T>(pointer: Handle, signature: string) => koffi.decode(pointer, koffi.proto(signature)) as T
      const api = as<(version: number) => Handle | null>(getApi!, 'void *OrtGetApi(uint32_t version)')(API_VERSION)
      if (!api) throw new Error(`it does not have version ${API_VERSION} of the C API`)
      const table = koffi.decode(api, koffi.array('void *', TABLE_LENGTH)) as Handle[]
      const at = <T>(index: number, type: string, name: string, args: string) =>
        as<T>(table[index]!, `${type} Ort${name}(${args})`)
      const call = ([name, [index, args]]: [string, readonly [number, string]]) => [
        name,
        at<Call>(index, 'void *', name, args),
      ]
      this.#calls = Object.fromEntries(Object.entries(functions).map(call))
      this.#releases = Object.fromEntries(
        Object.entries(releases).map(([name, index]) => [name, at(index, 'void', name, 'void *handle')]),
      ) as Record<Release, (handle: Handle) => void>
      this.#message = at(2, 'const char *', 'GetErrorMessage', 'void *status')
      this.#nameOf = at(312, 'const char *', 'EpDevice_EpName', 'void *device')
      const hardware = at<(device: Handle) => Handle>(316, 'void *', 'EpDevice_Device', 'void *device')
      const kind = at<(device: Handle) => number>(307, 'int', 'HardwareDevice_Type', 'void *device')
      this.#kindOf = device => kind(hardware(device))
    } catch (cause) {
      throw new SessionError(`ONNX Runtime's C API could not be loaded: ${(cause as Error).message}`, { cause })
    }
    const ERRORS_ONLY = 3
    this.env = this.made('CreateEnv', ERRORS_ONLY, 'leapgraph')
    const [ARENA, DEFAULT] = [1, 0]
    this.memory = this.made('CreateCpuMemoryInfo', ARENA, DEFAULT)
  }

  /** Calls a function. @throws SessionError with the library's sentence */
  call(name: Name, ...args: readonly unknown[]): void {
    this.#check(name, this.#calls[name](...args))
  }

  /** Calls a function on another thread. @throws SessionError with the library's sentence */
  async callAsync(name: Name, ...args: readonly unknown[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<Handle | null>()
    this.#calls[name].async(...args, (error: Error | null, status: Handle | null) =>
      error ? reject(error) : resolve(status),
    )
    this.#inUse.add(args)
    this.#check(name, await promise.finally(() => this.#inUse.delete(args)))
  }

  /** What a function writes to its last argument, a `void **`. */
  made(name: Name, ...args: readonly unknown[]): Handle {
    const box: [Handle | null] = [null]
    this.call(name, ...args, box)
    return box[0]!
  }

  release(name: Release, handle: Handle): void {
    this.#releases[name](handle)
  }

  /** Loads the libraries beside a provider that it needs by name: the system does not look for them there. */
  preload(provider: string): void {
    const folder = dirname(provider)
    for (const name of readdirSync(folder).toSorted()) {
      if (name === basename(provider)) continue
      try {
        loaded.push(this.#koffi.load(join(folder, name)))
      } catch {
        // A library that needs a driver, or one that comes later in this list; the provider says what it lacks.
      }
    }
  }

  /**
   * Calls `use` with a value that lies in these bytes, which it may keep referring to.
   *
   * @throws SessionError with the library's sentence
   */
  withValue(bytes: Uint8Array<ArrayBuffer>, dims: readonly number[], type: number, use: (value: Handle) => void): void {
    const shape = BigInt64Array.from(dims, BigInt)
    const address = this.#koffi.address(bytes)
    const where = [this.memory, address, bytes.byteLength, shape, dims.length, type]
    const value = this.made('CreateTensorWithDataAsOrtValue', ...where)
    try {
      use(value)
    } finally {
      this.release('ReleaseValue', value)
    }
  }

  /** The devices of all providers that are registered: graphics cards first, then neural processors, then the CPU. */
  devices(): { readonly handle: Handle; readonly provider: string }[] {
    const [list, count]: [[Handle | null], [number]] = [[null], [0]]
    this.call('GetEpDevices', this.env, list, count)
    const handles = this.#koffi.decode(list[0]!, this.#koffi.array('void *', Number(count[0]))) as Handle[]
    const [GPU, NPU] = [1, 2]
    const rank = (handle: Handle) => [GPU, NPU].indexOf(this.#kindOf(handle)) >>> 0
    return handles.toSorted((a, b) => rank(a) - rank(b)).map(handle => ({ handle, provider: this.#nameOf(handle) }))
  }

  #check(name: Name, status: Handle | null): void {
    if (!status) return
    const reason = this.#message(status).split('\n')[0]!.slice(0, 400)
    this.release('ReleaseStatus', status)
    throw new (OUT_OF_MEMORY.test(reason) ? MemoryError : SessionError)(`ONNX Runtime (${name}): ${reason}`)
  }
}

/** The library that onnxruntime-node has loaded, or will load: there is one in a process. */
function runtimeLibrary(): string {
  const package_ = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')))
  // Libraries lie outside of a packaged application's archive.
  const folder = join(package_, 'bin/napi-v6', process.platform, process.arch).replace(
    'app.asar/',
    'app.asar.unpacked/',
  )
  const name = readdirSync(folder).find(name => /^(lib)?onnxruntime\.(so|dll$|[\d.]+dylib$)/.test(name))
  if (!name) throw new Error(`${folder} does not hold it`)
  return join(folder, name)
}
