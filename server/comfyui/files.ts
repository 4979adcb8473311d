import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ImageError } from '../../engine/errors.ts'
import { withPngText } from '../../engine/image/files/png-text.ts'
import { withAlphaOf } from '../../engine/image/files/with-alpha-of.ts'
import { pictureText } from '../../graph/import/picture-text.ts'
import { parseJson } from '../../graph/json.ts'
import { annotated, pathOf } from '../../runtime/editor/files/pictures.ts'
import { upload } from '../../runtime/editor/files/upload.ts'
import type { Parts } from '../../runtime/editor/parts.ts'
import { type Answer, BadRequest, type Call, invalid, json, type Route, refused } from './route.ts'

export const fileRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/view',
    about: 'A picture: `filename`, `subfolder`, `type`; `preview=webp;90` or `jpeg;90`, `channel=rgb` or `a`.',
    differs: 'Answers pictures only. `thumb=SIZE`, `example` and `model` are for the editor.',
    async answer({ query }, { picture }) {
      const { status, type, bytes } = await picture(query)
      // A finished picture never changes under its name; a replaced one has another address in the lists.
      return { status, type, body: bytes, headers: { 'cache-control': 'no-cache', ...nameOf(query.get('filename')) } }
    },
  },
  {
    method: 'POST',
    path: '/upload/image',
    about: 'Puts a picture into the input folder: `image`, `type`, `subfolder`, `overwrite`.',
    differs: 'The file must be a picture.',
    answer: (call, parts) => uploaded(call, parts, async bytes => bytes),
  },
  {
    method: 'POST',
    path: '/upload/mask',
    about: 'The same; the alpha of `image` is put on the picture that `original_ref` names.',
    differs: 'The result is a PNG.',
    answer: (call, parts) => uploaded(call, parts, (bytes, form) => masked(bytes, form, parts)),
  },
]

const nameOf = (name: string | null): Readonly<Record<string, string>> =>
  name === null ? {} : { 'content-disposition': `filename="${encodeURIComponent(name.split('/').at(-1)!)}"` }

type Form = Awaited<ReturnType<typeof formOf>>

async function uploaded(
  call: Call,
  { folders }: Parts,
  content: (bytes: Uint8Array, form: Form) => Promise<Uint8Array>,
): Promise<Answer> {
  const form = await formOf(call)
  const { type, subfolder } = form.fields
  const roots = { input: folders.input, output: folders.output(), temp: folders.temp }
  try {
    const bytes = await content(form.bytes, form)
    const overwrite = ['true', '1'].includes(form.fields.overwrite)
    const name = await upload({ root: roots[type], subfolder, overwrite }, form.name, bytes)
    return json({ name, subfolder, type })
  } catch (error) {
    if (!(error instanceof ImageError || error instanceof RangeError)) throw error
    throw notUploaded(error.message)
  }
}

const notUploaded = (details: string) =>
  new BadRequest(refused(400, { type: 'invalid_upload', message: 'The upload was refused', details }))

const fieldsOf = z.object({
  type: z.enum(['input', 'output', 'temp']).default('input'),
  subfolder: z.string().max(1000).default(''),
  overwrite: z.string().default(''),
  original_ref: z.string().max(10_000).optional(),
})

/** Reads a form with the file `image` in it. */
async function formOf({ body, contentType }: Call) {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => null)
  const image = form?.get('image')
  if (!form || !(image instanceof File) || image.name === '')
    throw invalid('An upload is multipart/form-data with a file named `image`.')
  const { data: fields, error } = fieldsOf.safeParse(Object.fromEntries(form))
  if (error) throw invalid(`The field ${error.issues[0]!.path.join('.')} of the upload is wrong.`)
  return { name: image.name, bytes: new Uint8Array(await image.arrayBuffer()), fields }
}

const original = z.looseObject({
  filename: z.string().min(1).max(1000),
  subfolder: z.string().max(1000).nullish(),
  type: z.enum(['input', 'output', 'temp']).nullish(),
})

async function masked(mask: Uint8Array, { fields }: Form, { folders }: Parts): Promise<Uint8Array> {
  const { data } = original.safeParse(readJson(fields.original_ref ?? ''))
  if (!data)
    throw invalid('original_ref is JSON: {"filename": …, "subfolder": …, "type": "input", "output" or "temp"}.')
  const picture = annotated(data.filename, { subfolder: data.subfolder ?? '', type: data.type ?? 'output' })
  const bytes = await firstFile(pathsOf(picture, folders.pictures()))
  if (!bytes) throw notUploaded(`There is no picture ${picture.filename} in the ${picture.type} folder.`)
  const png = await withAlphaOf(bytes, mask).catch(() => {
    throw notUploaded('The mask or the picture that it belongs to cannot be read as a picture.')
  })
  return withPngText(png, Object.fromEntries(pictureText(bytes) ?? []))
}

function pathsOf(...picture: Parameters<typeof pathOf>): readonly string[] {
  try {
    return pathOf(...picture)
  } catch (error) {
    throw notUploaded((error as Error).message)
  }
}

async function firstFile(paths: readonly string[]): Promise<Buffer | null> {
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => null)
    if (bytes) return bytes
  }
  return null
}

function readJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return null
  }
}
