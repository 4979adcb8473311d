import { expect, test } from 'vitest'
import { removeNodes } from '../../../../graph/edit/nodes.ts'
import type { DocumentHandle } from '../../../../renderer/studio/document-handle.ts'
import { loadPicture } from '../../../../renderer/widgets/pictures/choose-picture.ts'
import { firstValues, openStudio, textOf } from '../../open-studio.ts'

const picture = new File([new Uint8Array(3)], 'new.png')

/** Two documents with a Load Image node each; one of them gets a picture, and something happens while it is copied. */
async function upload(meanwhile: (a: DocumentHandle, b: DocumentHandle) => void) {
  const { studio } = openStudio({
    'picture:upload': () => {
      meanwhile(a, b)
      return 'new.png'
    },
  })
  const [a, b] = ['A', 'B'].map(title =>
    studio.documents.open({ title, path: null, text: textOf(['LoadImage', `${title}.png`, 'image']) }),
  ) as [DocumentHandle, DocumentHandle]
  a.show()
  await loadPicture(studio, a, { node: '1', widget: 'image' }, picture)
  return { values: firstValues(studio), notices: studio.notices.store.getState().notices.map(({ message }) => message) }
}

test('a picture goes into the document that it was chosen for, whichever is in front when it has been copied', async () => {
  const { values, notices } = await upload((_, b) => b.show())
  expect(values).toEqual({ A: 'new.png', B: 'B.png' })
  expect(notices).toEqual([])
})

test('a picture that was copied is in the lists of files', async () => {
  const { studio, asked } = openStudio({
    'picture:upload': () => 'new.png',
    'files:list': () => ({ input: ['new.png'] }),
  })
  const document = studio.documents.open({ title: 'A', path: null, text: textOf(['LoadImage', 'a.png', 'image']) })
  await loadPicture(studio, document, { node: '1', widget: 'image' }, picture)
  expect(studio.files.getState().names).toEqual({ input: ['new.png'] })
  expect(asked.map(({ channel }) => channel)).toContain('picture:upload')
})

test('a picture for a document that was closed meanwhile changes no other, and a notice says where it is', async () => {
  const { values, notices } = await upload(a => a.close())
  expect(values).toEqual({ B: 'B.png' })
  expect(notices).toEqual([expect.stringContaining('new.png is in the input folder.')])
})

test('a picture for a node that was deleted meanwhile changes no other node', async () => {
  const { values, notices } = await upload(a => a.change('Delete', removeNodes([1])))
  expect(values).toEqual({ A: undefined, B: 'B.png' })
  expect(notices).toHaveLength(1)
})
