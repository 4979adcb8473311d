import { MemoryError, SessionError } from '../../errors.ts'
import { loadKoffi } from '../load-koffi.ts'

/** A pointer to an object of OpenVINO: a core, a model, a request, a tensor. */
export type Handle = object

/** A function of the library; its first argument is the first of the C function. */
interface Call {
  (...args: readonly unknown[]): number
  async(...args: readonly unknown[]): void
}

/** The functions of OpenVINO's C API that sessions need, with the names of the C API. */
const signatures = {
  ov_core_create: '_Out_ void **core',
  ov_core_set_property: 'void *core, const char *device, ...',
  ov_core_get_property: 'void *core, const char *device, const char *key, _Out_ const char **value',
  ov_core_read_model_from_memory_buffer:
    'void *core, const void *model, size_t length, void *weights, _Out_ void **result',
  // Further arguments are properties, which are set on the core: functions with `...` cannot be called on another thread.
  ov_core_compile_model: 'void *core, void *model, const char *device, size_t count, _Out_ void **compiled',
  ov_core_import_model: 'void *core, void *content, size_t length, const char *device, _Out_ void **compiled',
  ov_compiled_model_export_model: 'void *compiled, const char *path',
  ov_compiled_model_create_infer_request: 'void *compiled, _Out_ void **request',
  ov_infer_request_get_tensor: 'void *request, const char *name, _Out_ void **tensor',
  ov_infer_request_infer: 'void *request',
  ov_tensor_create_from_host_ptr: 'int type, ov_shape_t shape, void *data, _Out_ void **tensor',
  ov_tensor_get_byte_size: 'void *tensor, _Out_ size_t *bytes',
  ov_tensor_data: 'void *tensor, _Out_ void **data',
} as const

type Name = keyof typeof signatures
const releases = ['ov_model_free', 'ov_compiled_model_free', 'ov_infer_request_free', 'ov_tensor_free'] as const
type Release = (typeof releases)[number]

/** ov_status_e of ov_common.h, where the library has no sentence of its own. */
const statuses: Readonly<Record<number, string>> = {
  [-1]: 'general error',
  [-2]: 'not implemented',
  [-3]: 'the network is not loaded',
  [-4]: 'a parameter does not match',
  [-5]: 'not found',
  [-6]: 'out of bounds',
  [-7]: 'unexpected error',
  [-8]: 'the request is busy',
  [-9]: 'the result is not ready',
  [-10]: 'not allocated',
  [-11]: 'inference was not started',
  [-12]: 'the network was not read',
  [-13]: 'inference was cancelled',
  [-14]: 'invalid parameter',
}

/** A process may define a struct once. */
let shapeIsDefined = false

/** ov_element_type_e */
const U8 = 16

const OUT_OF_MEMORY = /bad[_ ]alloc|out of memory|failed to allocate|cannot allocate/i

/** OpenVINO's C library of a pack; every call is checked. */
export class OpenVino {
  readonly #koffi: typeof import('koffi')
  readonly #calls: Readonly<Record<Name, Call>>
  readonly #releases: Readonly<Record<Release, (handle: Handle) => void>>
  readonly #lastError: () => string | null
  readonly core: Handle
  /** Types that the processor computes with: `FP32`, `BF16`, `INT8`. */
  readonly capabilities: readonly string[]

  /** @param library  the path of libopenvino_c. @throws SessionError when it cannot be loaded */
  constructor(library: string) {
    try {
      this.#koffi = loadKoffi()
      const c = this.#koffi.load(library)
      if (!shapeIsDefined) this.#koffi.struct('ov_shape_t', { rank: 'int64_t', dims: 'int64_t *' })
      shapeIsDefined = true
      const call = (name: Name) => [name, c.func(`int ${name}(${signatures[name]})`)] as const
      this.#calls = Object.fromEntries((Object.keys(signatures) as Name[]).map(call)) as unknown as Record<Name, Call>
      this.#releases = Object.fromEntries(
        releases.map(name => [name, c.func(`void ${name}(void *handle)`)]),
      ) as unknown as Record<Release, (handle: Handle) => void>
      this.#lastError = c.func('const char *ov_get_last_err_msg()') as unknown as () => string | null
    } catch (cause) {
      throw new SessionError(`OpenVINO could not be loaded from ${library}: ${firstLine(String(cause))}`, { cause })
    }
    this.core = this.made('ov_core_create')
    const text: [string] = ['']
    this.call('ov_core_get_property', this.core, 'CPU', 'OPTIMIZATION_CAPABILITIES', text)
    this.capabilities = text[0].split(' ')
  }

  /** Calls a function. @throws SessionError with the library's sentence */
  call(name: Name, ...args: readonly unknown[]): void {
    this.#check(name, this.#calls[name](...args))
  }

  /** Calls a function on another thread. @throws SessionError with the library's sentence */
  async callAsync(name: Name, ...args: readonly unknown[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    this.#calls[name].async(...args, (error: Error | null, status: number) => (error ? reject(error) : resolve(status)))
    this.#check(name, await promise)
  }

  /** What a function writes to its last argument, a `void **`. */
  made(name: Name, ...args: readonly unknown[]): Handle {
    const box: [Handle | null] = [null]
    this.call(name, ...args, box)
    return box[0]!
  }

  /** The same on another thread. */
  async madeAsync(name: Name, ...args: readonly unknown[]): Promise<Handle> {
    const box: [Handle | null] = [null]
    await this.callAsync(name, ...args, box)
    return box[0]!
  }

  /** Sets properties of the CPU's plug-in for the sessions that are made from now on. */
  set(properties: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(properties))
      this.call('ov_core_set_property', this.core, 'CPU', 'const char *', key, 'const char *', value)
  }

  /** A tensor of bytes that lie at an address already; they are not copied. */
  bytesAt(address: bigint, length: bigint): Handle {
    return this.made('ov_tensor_create_from_host_ptr', U8, { rank: 1, dims: [length] }, address)
  }

  release(name: Release, handle: Handle): void {
    this.#releases[name](handle)
  }

  /** Copies numbers into a tensor. @throws SessionError when it has another size */
  fill(tensor: Handle, data: Float32Array | BigInt64Array): void {
    const bytes = this.#byteSize(tensor)
    if (bytes !== data.byteLength)
      throw new SessionError(`OpenVINO expects an input of ${bytes} bytes, but it has ${data.byteLength}`)
    const type = data instanceof Float32Array ? 'float' : 'int64_t'
    this.#koffi.encode(this.made('ov_tensor_data', tensor), type, data, data.length)
  }

  /** A copy of the numbers of a float32 tensor. */
  numbers(tensor: Handle): Float32Array {
    const length = this.#byteSize(tensor) / Float32Array.BYTES_PER_ELEMENT
    return this.#koffi.decode(this.made('ov_tensor_data', tensor), 'float', length) as Float32Array
  }

  #byteSize(tensor: Handle): number {
    const size: [number] = [0]
    this.call('ov_tensor_get_byte_size', tensor, size)
    return Number(size[0])
  }

  #check(name: Name, status: number): void {
    if (status === 0) return
    const reason = firstLine(this.#lastError() ?? '') || statuses[status] || `status ${status}`
    throw new (OUT_OF_MEMORY.test(reason) ? MemoryError : SessionError)(`OpenVINO (${name}): ${reason}`)
  }
}

/** Lines of OpenVINO's messages that say where, not what. */
const POSITION = /^(Exception from|Check .* failed at|FrontEnd API failed with|Model wasn't fully converted|Summary:)/

/** The first line that says what is wrong. */
const firstLine = (text: string): string => {
  const lines = text.split('\n').map(line => line.trim().replace(/^-- /, ''))
  return lines.find(line => line !== '' && !POSITION.test(line))?.slice(0, 400) ?? ''
}
