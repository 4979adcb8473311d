import { randomBytes } from 'node:crypto'
import { encodeJpeg } from '../../../engine/image/files/encode-deep.ts'
import { type Pixels, readPixels } from '../../../engine/image/files/read-pixels.ts'
import { saveImages } from '../../../engine/image/files/save-images.ts'
import type { Image, Mask } from '../../../engine/image/image.ts'
import { channelOf, rgbOf } from '../../../engine/image/transform/channels.ts'
import { rows } from '../../../engine/tensor/tensor.ts'
import type { FindFile } from '../../../graph/node.ts'
import type { RunContext } from '../../define.ts'

/** Where pictures lie that a client sends and fetches by id, in the folder for temporary files: server/comfyui/etn/. */
const folder = 'transfer'

const fileOf = (id: string, find: FindFile) => find('temp', `${folder}/${id}`)

/** Changes when another picture is sent under the id. */
export const transferred = async ({ id = '' }: { readonly id?: string }, find: FindFile): Promise<string> =>
  (await fileOf(id, find))?.fingerprint ?? 'missing'

/** A picture that a client sent. Its mask is its alpha; without alpha, its red channel. @throws Error when it is not there */
export async function readTransferred(id: string, { find }: Pick<RunContext, 'find'>): Promise<PictureAndMask> {
  const file = await fileOf(id, find)
  if (!file)
    throw new Error(`No picture was sent under the id ${id}, or it was sent more than ten minutes ago. Send it again.`)
  const pixels = await readPixels(file.path)
  return { image: firstPicture(pixels), mask: channelOf(firstFrame(pixels), pixels.hasAlpha ? 3 : 0) }
}

interface PictureAndMask {
  /** [1, H, W, 3] */
  readonly image: Image
  /** [1, H, W] */
  readonly mask: Mask
}

/** @param base64  the bytes of a picture file, with or without `data:image/png;base64,` */
export const readBase64 = (base64: string): Promise<Pixels> =>
  readPixels({ name: 'The picture', bytes: Buffer.from(base64.replace(/^data:[\w/+.-]+;base64,/, ''), 'base64') })

export const firstFrame = ({ rgba }: Pixels): Image => rows(rgba, 0, 1)
export const firstPicture = (pixels: Pixels): Image => rgbOf(firstFrame(pixels))

/** Keeps pictures for the client that asked for them. */
export async function transfer(images: Image, format: 'PNG' | 'JPEG', { folders, report }: RunContext): Promise<void> {
  const how =
    format === 'JPEG'
      ? { extension: 'jpg', encode: (picture: Image) => encodeJpeg(picture, 95) }
      : { compressionLevel: 1 }
  const prefix = `${folder}/${randomBytes(16).toString('hex')}`
  for (const file of await saveImages(images, folders.temp, prefix, { durable: false, ...how }))
    report({ kind: 'image', image: { ...file, type: 'temp' } })
}
