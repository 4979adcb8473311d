import { describe, expect, test } from 'vitest'
import { readPickle } from '../../../../../engine/checkpoint/files/pytorch/pickle.ts'
import { Dict, type Value } from '../../../../../engine/checkpoint/files/pytorch/values.ts'
import { call, dict, global, pickle, text, tuple, whole } from './pickles.ts'

/** @param bytes  in Latin-1 */
const read = (bytes: string): Value =>
  readPickle(Buffer.from(bytes, 'latin1'), 0, {
    damaged: why => new Error(why),
    calls: name => new Error(`wants to call ${name}`),
    persistent: () => null,
  }).value

describe('files that want to call something are refused by its name', () => {
  test.each([
    ['os.system by GLOBAL and REDUCE', call(global('os', 'system'), text('echo pwned')), 'os.system'],
    ['the same by the name that Python writes', call(global('posix', 'system'), text('id')), 'posix.system'],
    ['builtins.eval', call(global('builtins', 'eval'), text('1')), 'builtins.eval'],
    ['Python 2 exec', call(global('__builtin__', 'exec'), text('1')), '__builtin__.exec'],
    [
      'getattr, to reach something else',
      call(global('builtins', 'getattr'), global('os', 'path'), text('x')),
      'builtins.getattr',
    ],
    ['STACK_GLOBAL of two texts', `${text('subprocess')}${text('Popen')}\x93`, 'subprocess.Popen'],
    ['STACK_GLOBAL of texts out of the memo', `${text('os')}q\x00${text('system')}q\x0100h\x00h\x01\x93`, 'os.system'],
    ['a name with dots behind a known module', global('torch', '_utils.os.system'), 'torch._utils.os.system'],
    [
      'a name below a known function',
      `${text('torch._utils')}${text('_rebuild_tensor_v2.__globals__')}\x93`,
      'torch._utils._rebuild_tensor_v2.__globals__',
    ],
    [
      'a callback with a path to elsewhere',
      global('pytorch_lightning.callbacks', 'x.os.system'),
      'pytorch_lightning.callbacks.x.os.system',
    ],
    ['INST of protocol 0', `(${text('id')}ios\nsystem\n`, 'os.system'],
    ['OBJ of protocol 1', `(${global('os', 'system')}${text('id')}o`, 'os.system'],
    ['NEWOBJ', `${global('types', 'FunctionType')})\x81`, 'types.FunctionType'],
    ['NEWOBJ_EX', `${global('types', 'CodeType')})}\x92`, 'types.CodeType'],
    [
      'a pickle inside of the pickle',
      call(global('torch.storage', '_load_from_bytes'), text('')),
      'torch.storage._load_from_bytes',
    ],
    ['torch.load itself', call(global('torch.serialization', 'load'), text('x')), 'torch.serialization.load'],
    ['a hub download', call(global('torch.hub', 'load'), text('x')), 'torch.hub.load'],
    ['a number type as a function', call(global('torch', 'float32')), 'torch.float32'],
    ['a name of an object prototype', global('constructor', 'constructor'), 'constructor.constructor'],
    ['a name that nobody calls', `${global('os', 'system')}0N`, 'os.system'],
  ])('%s', (_, steps, name) => {
    expect(() => read(pickle(steps))).toThrow(`wants to call ${name}`)
  })
})

describe('what Python could run in other ways is refused', () => {
  test.each([
    ['a call of a text', `${text('os.system')}${tuple(text('id'))}R`, /not a function/],
    ['a call of a dict', `}${tuple()}R`, /not a function/],
    ['a call without a list of arguments', `${global('collections', 'OrderedDict')}NR`, /without a list/],
    ['STACK_GLOBAL of what is not a text', `N${text('system')}\x93`, /not a text/],
    [
      'STACK_GLOBAL of a computed name',
      `${call(global('_codecs', 'encode'), text('os'), text('latin1'))}${text('system')}\x93`,
      /not a text/,
    ],
    ['an extension code', '\x82\x01', /extension code/],
    ['a longer extension code', '\x84\x01\0\0\0', /extension code/],
    ['attributes of a number', 'K\x01}b', /attributes of what has none/],
    ['attributes of a function', `${global('torch._utils', '_rebuild_tensor_v2')}}b`, /attributes of what has none/],
    ['items of a number', `K\x01${text('a')}Ns`, /not a dict/],
    ['appending to a tuple of nothing known', `N${text('a')}a`, /not a list/],
    ['a buffer from outside', '\x97', /not in the file/],
    [
      'a tensor whose maker is a dict',
      call(global('torch._tensor', '_rebuild_from_type_v2'), global('collections', 'OrderedDict'), 'N', ')', 'N'),
      /do not fit/,
    ],
  ])('%s', (_, steps, says) => {
    expect(() => read(pickle(steps))).toThrow(says)
  })
})

describe('damage is found', () => {
  test.each([
    ['a value that is missing', '0', /a value is missing/],
    ['a mark that is missing', 'NNt', /a mark is missing/],
    ['a value below the mark', 'N(a', /a value is missing/],
    ['a value that was not remembered', 'h\x05', /has not remembered/],
    ['a memo number that is too large', 'Nr\xff\xff\xff\x7f', /remembers/],
    ['an unknown step', '\xff', /0xff is not a step/],
    ['a length beyond the file', '\x8e\xff\xff\xff\xff\xff\xff\xff\xff', /bytes/],
    ['a long number', `\x8b\xff\xff\x00\x00${'\x01'.repeat(65535)}`, /number of 65535 bytes/],
    ['a long number in text', `L${'9'.repeat(10_000)}L\n`, /not a whole number/],
    ['a key without a value', `}(${text('a')}u`, /key without a value/],
  ])('%s', (_, steps, says) => {
    expect(() => read(pickle(steps))).toThrow(says)
  })

  test.each(['', 'X\x05\0\0\0ab', 'cos\nsys', 'K', 'G\0\0', '\x8a\x05\0'])('a pickle that ends early: %j', steps => {
    expect(() => read(`\x80\x02${steps}`)).toThrow(expect.objectContaining({ name: 'PickleEnds' }))
  })
})

describe('bombs', () => {
  test('a list that holds itself is data', () => {
    const list = read(pickle(']q\x00h\x00a')) as Value[]
    expect(list[0]).toBe(list)
  })

  test('a list of lists that would have 2¹⁰⁰ values unfolded is read in as many steps as it has bytes', () => {
    expect(read(pickle(`]${'q\x00(h\x00h\x00l'.repeat(100)}`))).toHaveLength(2)
  })

  test('nesting of any depth is read', () => {
    expect(read(pickle(`N${'\x85'.repeat(500_000)}`))).toHaveLength(1)
  })

  test('more values than any model has are refused', () => {
    expect(() => read(pickle(']'.repeat(3_100_000)))).toThrow(/more than 3000000 steps/)
  })

  test('one value that is copied again and again is refused', () => {
    const pairs = `](${tuple('N', 'N').repeat(5000)}e`
    const again = `${global('collections', 'OrderedDict')}h\x00\x85R0`
    expect(() => read(pickle(`${pairs}q\x00${again.repeat(5000)}`))).toThrow(/again and again/)
  })
})

describe('plain data', () => {
  const entries = (value: Value) => (value instanceof Dict ? value.entries : null)
  test.each([
    [
      'whole numbers of every form',
      `(K\xffM\xff\xff${whole(-2)}\x8a\x00\x8a\x02\x00\x80I-5\nL7L\nt`,
      [255, 65535, -2, 0, -32768, -5, 7],
    ],
    ['a number beyond 2⁵³', '\x8a\x09\0\0\0\0\0\0\0\0\x01', 2n ** 64n],
    ['truth values', '(\x88\x89I01\nI00\nt', [true, false, true, false]],
    ['floats', '(G\x3f\xf8\0\0\0\0\0\0F2.5\nFinf\nt', [1.5, 2.5, Number.POSITIVE_INFINITY]],
    [
      'texts of every form',
      "(U\x01aT\x01\0\0\0bS'c\\x41\\n'\nV\\u732b\\U0001f408\n\x8c\x03\xe7\x8c\xab\x8d\x01\0\0\0\0\0\0\0zt",
      ['a', 'b', 'cA\n', '猫🐈', '猫', 'z'],
    ],
    ['lists and tuples', '((K\x01lK\x02\x85K\x03K\x04\x86K\x05K\x06K\x07\x87)t', [[1], [2], [3, 4], [5, 6, 7], []]],
    ['sets', '(\x8f(K\x01K\x02\x90(K\x03\x91t', [[1, 2], [3]]],
    ['the memo', '(NK\x01\x94p5\n0K\x020h\x00g5\nt', [null, 1, 1]],
  ])('%s', (_, steps, value) => {
    expect(read(pickle(steps))).toEqual(value)
  })

  test('bytes', () => {
    expect(read(pickle('(C\x01aB\x01\0\0\0b\x8e\x01\0\0\0\0\0\0\0ct'))).toEqual(
      ['a', 'b', 'c'].map(each => Buffer.from(each)),
    )
    expect(read(pickle(call(global('_codecs', 'encode'), text('ÿ'), text('latin1'))))).toEqual(new Uint8Array([255]))
  })

  test('dicts, in the order of the file; the later of two equal keys counts', () => {
    const value = read(pickle(`(${text('a')}K\x01${text('a')}K\x02d`)) as Dict
    expect(value.entries).toEqual([
      ['a', 1],
      ['a', 2],
    ])
    expect(value.get('a')).toBe(2)
    expect(entries(read(pickle(dict({ __proto__x: 'N' }))))).toEqual([['__proto__x', null]])
  })

  test('NumPy numbers and the callbacks of PyTorch Lightning are left out', () => {
    const scalar = call(global('numpy.core.multiarray', 'scalar'), call(global('numpy', 'dtype'), text('f8')), 'C\0')
    expect(read(pickle(scalar))).toMatchObject({ path: 'numpy' })
    const callback = global('pytorch_lightning.callbacks.model_checkpoint', 'ModelCheckpoint')
    expect(entries(read(pickle(`}${callback}}s`)))).toHaveLength(1)
  })
})
