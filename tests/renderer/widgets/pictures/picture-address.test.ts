import { expect, test } from 'vitest'
import { inputAddress, pictureAddress, pictureAt } from '../../../../renderer/widgets/pictures/picture-address.ts'

test.each([
  ['cat.png', 'view?filename=cat.png&subfolder=&type=input'],
  ['sub/deep/cat.png', 'view?filename=cat.png&subfolder=sub%2Fdeep&type=input'],
  ['cat.png [output]', 'view?filename=cat.png&subfolder=&type=output'],
  ['a & b.png', 'view?filename=a+%26+b.png&subfolder=&type=input'],
])('%s is found at %s', (named, address) => expect(inputAddress(named)).toBe(address))

test('a thumbnail names its longest side', () => {
  expect(inputAddress('cat.png', 64)).toBe('view?filename=cat.png&subfolder=&type=input&thumb=64')
})

test('the picture at an address is the one that the address was made of', () => {
  const picture = { filename: 'a & b?.png', subfolder: 'sub/deep', type: 'temp' } as const
  expect(pictureAt(pictureAddress(picture, 64))).toEqual(picture)
})
