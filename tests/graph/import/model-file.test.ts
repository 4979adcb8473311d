import { expect, test } from 'vitest'
import { modelFileAdvice } from '../../../graph/import/model-file.ts'

test.each(['fox.safetensors', 'FOX.SFT', 'fox.ckpt', 'fox.pt', 'fox.pth', 'fox.bin'])(
  '%s belongs in a models folder',
  name => {
    expect(modelFileAdvice(name)).toMatch(/is a model file, not a workflow\. Move it into .*loras.*Settings › Folders/)
  },
)

test.each(['fox.gguf', 'FOX.GGUF'])('%s is a format that is not read', name => {
  expect(modelFileAdvice(name)).toMatch(/does not read\. Get it as \.safetensors.*Settings › Folders/)
})

test.each(['fox.json', 'safetensors', 'fox.safetensors.png'])('%s is not a model file', name => {
  expect(modelFileAdvice(name)).toBeNull()
})
