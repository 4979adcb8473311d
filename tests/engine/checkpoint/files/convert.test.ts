import { expect, test } from 'vitest'
import { convertFile } from '../../../../engine/checkpoint/files/convert.ts'
import { openSafetensors, readTensor } from '../../../../engine/checkpoint/files/safetensors.ts'
import { golden, temporaryFolder } from '../files.ts'

const put = temporaryFolder()

test.each(['zip-protocol-2.ckpt', 'stream-protocol-2.ckpt'])(
  '%s is written as .safetensors, bit for bit',
  async name => {
    const path = await put('converted.safetensors')
    await convertFile(await openSafetensors(golden(`pytorch/${name}`)), path, { from: name })
    const [expected, found] = [
      await openSafetensors(golden('pytorch/expected.safetensors')),
      await openSafetensors(path),
    ]
    expect(found.isPytorch).toBeUndefined()
    expect(found.metadata).toEqual({ 'unet.num_heads': '4', from: name })
    expect([...found.tensors.keys()].toSorted()).toEqual([...expected.tensors.keys()].toSorted())
    for (const [key, { dtype, shape }] of expected.tensors) {
      expect(found.tensors.get(key)).toMatchObject({ dtype, shape })
      expect(await readTensor(found, key)).toEqual(await readTensor(expected, key))
    }
  },
)
