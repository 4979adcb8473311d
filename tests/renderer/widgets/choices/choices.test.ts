import { describe, expect, test } from 'vitest'
import { choice, file, text } from '../../../../graph/node.ts'
import { choicesOf, similar } from '../../../../renderer/widgets/choices/choices.ts'
import type { ModelFile } from '../../../../runtime/contract/answers.ts'

const names = { loras: ['hyper.safetensors', 'new.safetensors'], input: ['cat.png', 'sub/dog.png'] }
const models = [
  { folder: 'loras', name: 'hyper.safetensors', family: 'SD 1.x', kind: 'LoRA', picture: 'hyper.png' },
  { folder: 'vae', name: 'new.safetensors', family: 'SDXL', kind: 'VAE', picture: null },
] as ModelFile[]

describe('the choices of a combo', () => {
  test('are its options', () => {
    expect(choicesOf(choice(['euler', 'ddim'], { default: 'euler' }), { names, models })).toEqual([
      { id: 'euler', title: 'euler' },
      { id: 'ddim', title: 'ddim' },
    ])
  })

  test('are the files of its folder, with the family and the picture of those that are known', () => {
    expect(choicesOf(file('loras'), { names, models })).toEqual([
      { id: 'hyper.safetensors', title: 'hyper.safetensors', hint: 'SD 1.x', picture: 'hyper.png' },
      { id: 'new.safetensors', title: 'new.safetensors' },
    ])
    expect(choicesOf(file('loras'), { names, models: null }).map(({ id }) => id)).toEqual(names.loras)
  })

  test('are small pictures, for a picture of the input folder', () => {
    expect(choicesOf(file('input'), { names, models: null }).map(({ picture }) => picture)).toEqual([
      'view?filename=cat.png&subfolder=&type=input&thumb=64',
      'view?filename=dog.png&subfolder=sub&type=input&thumb=64',
    ])
  })

  test('are none for a folder without files and for other widgets', () => {
    expect(choicesOf(file('vae'), { names: {}, models })).toEqual([])
    expect(choicesOf(text(), { names, models })).toEqual([])
  })
})

describe('names similar to a missing one', () => {
  const choices = ['Hyper-SD15-1step-lora', 'hyper_sdxl_8steps', 'detail-tweaker', 'lcm-lora-sd15'].map(id => ({
    id,
    title: id,
  }))
  const found = (wanted: string) => similar(wanted, choices).map(({ id }) => id)

  test('share at least two words with it, most first', () => {
    expect(found('hyper-sd15-lora-1step.safetensors')).toEqual(['Hyper-SD15-1step-lora', 'lcm-lora-sd15'])
    expect(found('hyper.safetensors')).toEqual([])
  })

  test('are three at most', () => {
    const many = Array.from({ length: 9 }, (_, i) => ({ id: `a b ${i}`, title: '' }))
    expect(similar('a b', many)).toHaveLength(3)
  })
})
