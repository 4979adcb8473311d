import { saveImages } from '../../engine/image/files/save-images.ts'
import { saveCell } from '../../engine/image/sheet/contact-sheet.ts'
import { axis, int, text, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image } from '../sockets.ts'

/** A grid is planned as many of these, one for each cell (graph/compare/); the runtime puts them on one sheet. */
export default defineNode({
  type: 'CompareGrid',
  ours: true,
  title: 'Compare Grid',
  about:
    'Runs the workflow once for each value of one, two or three widgets, and puts the pictures on one labelled sheet.',
  inputs: {
    images: image,
    columns: axis({
      help: 'The widget that changes from left to right: node.widget = values, as in 7.steps = 1, 2, 4, 8 or 7.eta = 0 … 1 in 5.',
    }),
    rows: axis({ help: 'The widget that changes from top to bottom. Empty for one row.' }),
    blocks: axis({ help: 'A third widget: one grid for each of its values, one below the other. Usually empty.' }),
    cell_size: int({
      default: 256,
      min: 32,
      max: 2048,
      step: 32,
      help: 'The longer side of a picture on the sheet, in pixels. Pictures are never enlarged.',
    }),
    filename_prefix: text({
      isPath: true,
      default: 'compare',
      help: 'The sheet is saved as PREFIX_00001_.png with the workflow inside. May contain subfolders.',
    }),
    save_cells: toggle({
      default: false,
      help: 'Also saves every picture in its full size, with the workflow that makes it.',
    }),
  },
  outputs: {},
  isOutput: true,

  async run({ images, cell_size, filename_prefix, save_cells }, { folders, metadata, report }) {
    if (save_cells)
      for (const file of await saveImages(images, folders.output, `${filename_prefix}_cell`, { text: metadata }))
        report({ kind: 'image', image: { ...file, type: 'output' } })
    report({ kind: 'image', image: { ...(await saveCell(images, folders.temp, cell_size, metadata)), type: 'temp' } })
    return {}
  },
})
