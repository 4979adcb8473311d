import { expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { golden } from '../checkpoint/files.ts'
import { runNetwork } from '../networks/run-graph.ts'

/** The same tensors as .safetensors and as files of torch.save: tests/goldens/make/pytorch-files.py. */
const expected = await openSafetensors(golden('pytorch/expected.safetensors'))

test.each(['zip-protocol-2.ckpt', 'stream-protocol-2.ckpt'])(
  'ONNX Runtime reads the weights of %s where they are in the file, also at odd offsets and in other orders of axes',
  async name => {
    const file = await openSafetensors(golden(`pytorch/${name}`))
    const isOdd = [...file.tensors.values()].some(({ offset }) => offset % 4 > 0)
    expect(isOdd).toBe(name.startsWith('stream'))
    for (const key of ['float', 'half', 'double', 'bfloat16', 'rows', 'transposed', 'channels_last']) {
      const dims = expected.tensors.get(key)!.shape
      const zeros = { dims, data: new Float32Array(dims.reduce((a, b) => a * b, 1)) }
      const run = (from: typeof file) => runNetwork(from, { x: zeros }, (w, { x }) => x!.add(w.value(key, 'float32')))
      expect((await run(file)).data).toEqual((await run(expected)).data)
    }
  },
)
