import { Buffer } from 'node:buffer'
import type { Dtype } from '../dtype.ts'
import { Dict, Known, type Meaning, Omitted, ScriptObject, Storage, TensorView, type Value } from './values.ts'

/**
 * All Python names that a file may contain, and what each describes. A name that is not in this table ends the reading.
 *
 * @returns null for any other name
 */
export function knownName(module: string, name: string): Known | null {
  const path = `${module}.${name}`
  const known = table.get(path)
  if (known) return known
  if (SCRIPT_CLASS.test(path)) return new Known(path, scriptObject)
  const isCallback = LIGHTNING_CALLBACKS.test(module) && /^[A-Z][A-Za-z]{1,60}$/.test(name)
  return isCallback ? new Known(path, omitted(path)) : null
}

/** TorchScript names the classes of a program's objects. */
const SCRIPT_CLASS = /^__torch__(\.\w{1,100}){1,30}$/
const scriptObject: Meaning = { describe: () => new ScriptObject() }

/** PyTorch Lightning writes the names of its callbacks beside their states. */
const LIGHTNING_CALLBACKS = /^(pytorch_lightning|lightning\.pytorch)\.callbacks(\.[a-z_]{1,60})?$/

const omitted = (path: string): Meaning => ({ describe: () => new Omitted(path) })

/** `torch.FloatStorage` and `torch.float32` by the type's name in a .safetensors file. */
const TYPES: readonly (readonly [Dtype, storage: string | null, ...dtypes: string[]])[] = [
  ['F32', 'FloatStorage', 'float32', 'float'],
  ['F16', 'HalfStorage', 'float16', 'half'],
  ['BF16', 'BFloat16Storage', 'bfloat16'],
  ['F64', 'DoubleStorage', 'float64', 'double'],
  ['I64', 'LongStorage', 'int64', 'long'],
  ['I32', 'IntStorage', 'int32', 'int'],
  ['I16', 'ShortStorage', 'int16', 'short'],
  ['I8', 'CharStorage', 'int8'],
  ['U8', 'ByteStorage', 'uint8'],
  ['BOOL', 'BoolStorage', 'bool'],
  ['F8_E4M3', null, 'float8_e4m3fn'],
  ['F8_E5M2', null, 'float8_e5m2'],
]

/** Checks the arguments that both rebuilding functions share. */
function view([storage, offset, shape, strides]: readonly Value[], given: Dtype | null): TensorView | null {
  if (!(storage instanceof Storage) || !isWhole(offset) || !isSizes(shape) || !isSizes(strides)) return null
  const dtype = given ?? storage.dtype
  if (dtype === null || shape.length !== strides.length) return null
  return new TensorView({ storage, dtype, offset, shape, strides })
}

const isWhole = (value: Value | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const isSizes = (value: Value | undefined): value is number[] =>
  Array.isArray(value) && value.length <= 64 && value.every(isWhole)

const dtypeOf = (value: Value | undefined): Dtype | null => (value instanceof Known ? (value.does.dtype ?? null) : null)

const tensor: Meaning = { describe: args => view(args, null) }
const typedTensor: Meaning = { describe: args => view(args, dtypeOf(args[6])) }
const parameter: Meaning = { describe: ([data]) => (data instanceof TensorView ? data : null) }

/** A tensor with attributes of its own: the function that makes it and its arguments come as data. */
const tensorOfType: Meaning = {
  describe: ([rebuild, , args]) =>
    rebuild instanceof Known && (rebuild.does === tensor || rebuild.does === typedTensor) && Array.isArray(args)
      ? rebuild.does.describe!(args)
      : null,
}

/** A dict of nothing or of pairs. */
const dict: Meaning = {
  describe([pairs = []]) {
    if (!Array.isArray(pairs) || !pairs.every(pair => Array.isArray(pair) && pair.length === 2)) return null
    const made = new Dict()
    for (const pair of pairs) made.entries.push(pair as [Value, Value])
    return made
  },
}

const list: Meaning = { describe: ([items = []]) => (Array.isArray(items) ? items : null) }

/** Bytes as protocols 0 to 2 write them: a text of Latin-1. */
const encoded: Meaning = {
  describe: ([text, coding]) =>
    typeof text === 'string' && coding === 'latin1' ? new Uint8Array(Buffer.from(text, 'latin1')) : null,
}

/** The attributes of a ParameterDict follow; `build` in opcodes.ts takes its tensors from them. */
const emptyDict: Meaning = { describe: () => new Dict() }

const numpyCore = (name: string): string[] => [`numpy.core.${name}`, `numpy._core.${name}`]
const builtins = (name: string): string[] => [`builtins.${name}`, `__builtin__.${name}`]

type Row = readonly [paths: readonly string[], Meaning]
const rows: readonly Row[] = [
  [['torch._utils._rebuild_tensor', 'torch._utils._rebuild_tensor_v2'], tensor],
  [['torch._utils._rebuild_tensor_v3'], typedTensor],
  [['torch._utils._rebuild_parameter', 'torch._utils._rebuild_parameter_with_state'], parameter],
  [['torch._tensor._rebuild_from_type_v2'], tensorOfType],
  [['torch.Tensor', 'torch.nn.parameter.Parameter'], {}],
  [['torch.nn.modules.container.ParameterDict'], emptyDict],
  [['torch.Size', ...builtins('set'), ...builtins('frozenset'), ...builtins('list'), ...builtins('tuple')], list],
  [
    ['build_intlist', 'build_doublelist', 'build_boollist', 'build_tensorlist'].map(
      name => `torch.jit._pickle.${name}`,
    ),
    list,
  ],
  [['torch.jit._pickle.restore_type_tag'], { describe: ([value = null]) => value }],
  [['torch.device'], omitted('torch.device')],
  [['collections.OrderedDict', ...builtins('dict')], dict],
  [['collections.defaultdict'], emptyDict],
  [builtins('bytearray'), { describe: ([bytes]) => (bytes instanceof Uint8Array ? bytes : null) }],
  [['_codecs.encode'], encoded],
  [[...numpyCore('multiarray.scalar'), ...numpyCore('multiarray._reconstruct')], omitted('numpy')],
  [[...numpyCore('numeric._frombuffer'), 'numpy.ndarray', 'numpy.dtype'], omitted('numpy')],
  [['numpy.dtypes.Float64DType', 'numpy.dtypes.Float32DType', 'numpy.dtypes.Int64DType'], omitted('numpy')],
  [[...builtins('int'), ...builtins('float'), ...builtins('str'), ...builtins('bool')], {}],
  [['torch.storage.UntypedStorage', 'torch.UntypedStorage'], { storageOf: null }],
  ...TYPES.flatMap(([dtype, storage, ...names]): Row[] => [
    [storage === null ? [] : [`torch.${storage}`, `torch.cuda.${storage}`], { storageOf: dtype }],
    [names.map(name => `torch.${name}`), { dtype }],
  ]),
]

const table = new Map(rows.flatMap(([paths, does]) => paths.map(path => [path, new Known(path, does)] as const)))
