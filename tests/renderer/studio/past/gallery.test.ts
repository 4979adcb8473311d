import { expect, test } from 'vitest'
import type { GalleryPicture } from '../../../../runtime/contract/answers.ts'
import type { Picture } from '../../../../runtime/contract/run-event.ts'
import { openStudio } from '../../open-studio.ts'

/** A gallery of as many pictures, numbered from the oldest. */
function openGallery(start: number) {
  let total = start
  const { studio, asked, tell } = openStudio({
    'gallery:list': ({ offset, limit }) => ({
      count: total,
      pictures: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => {
        const number = total - offset - i
        return { number, picture: { filename: `${number}.png` } } as GalleryPicture
      }),
    }),
  })
  const list = studio.gallery.all
  return {
    studio,
    tell,
    list,
    offsets: () =>
      asked.flatMap(({ channel, args }) =>
        channel === 'gallery:list' ? [(args[0] as { offset: number }).offset] : [],
      ),
    numbers: () => list.store.getState().pictures.map(each => each?.number),
    add: () => void total++,
  }
}

test('the end of a long gallery is read without what is before it', async () => {
  const { list, offsets, numbers } = openGallery(10_000)
  await list.ask({})
  await list.see(9_750, 10_000)
  await list.see(9_760, 10_000)
  expect(offsets()).toEqual([0, 9_600, 9_800])
  expect(numbers().length).toBe(10_000)
  expect([numbers()[0], numbers()[5000], numbers().at(-1)]).toEqual([10_000, undefined, 1])
})

test('a new picture comes first, and those in view are read again', async () => {
  const { list, numbers, add } = openGallery(1000)
  await list.ask({})
  await list.see(600, 800)
  add()
  await list.refresh()
  expect([numbers().length, numbers()[0], numbers()[700]]).toEqual([1001, 1001, 301])
})

test('a page that tells of another count brings the whole list up to date', async () => {
  const { list, numbers, add } = openGallery(1000)
  await list.ask({})
  add()
  await list.see(600, 800)
  expect([numbers()[0], numbers()[700]]).toEqual([1001, 301])
})

test('a favourite that is marked in any window is marked here', async () => {
  const { list, studio, tell } = openGallery(3)
  await list.ask({})
  studio.gallery.select(list.store.getState().pictures[1]!)
  tell('favoured', { picture: { filename: '2.png' } as Picture, isFavourite: true })
  expect(list.store.getState().pictures.map(each => each?.isFavourite ?? false)).toEqual([false, true, false])
  expect(studio.gallery.looking.getState().selected?.isFavourite).toBe(true)
})

test('a list of favourites only is read again when one is marked', async () => {
  const { list, offsets, tell } = openGallery(3)
  await list.ask({ favourites: true })
  tell('favoured', { picture: { filename: '2.png' } as Picture, isFavourite: false })
  await expect.poll(offsets).toEqual([0, 0])
})
