import { z } from 'zod'
import { folderKey } from '../../../runtime/library/folders.ts'
import { modelFolders } from '../model-routes.ts'
import { type Answer, bodyOf, type Call, invalid, json, type Route } from '../route.ts'
import { modelInfo } from './model-info.ts'
import { getPicture, putPicture } from './transfer.ts'
import { uploadLora } from './upload-model.ts'

const subscriber = z.looseObject({ client_id: z.string().max(200) })

/** What Krita's plugin asks for beyond ComfyUI's API, as comfyui-tooling-nodes answers it. */
export const kritaRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/etn/model_info/:folder',
    about: 'Family and prediction type of each diffusion model in a folder; `offset`, `limit`. For Krita.',
    differs: 'Models of other families are `unknown`, with a sentence.',
    async answer({ params: { folder = '' }, query }, { engine }) {
      const library = engine.library()
      if (!modelFolders(library).includes(folderKey(folder)))
        return json({ error: `${folder} is not a models folder: ${modelFolders(library).join(', ')}.` }, 400)
      const { names } = await library.list(folder)
      const offset = natural(query, 'offset') ?? 0
      const limit = natural(query, 'limit')
      const chosen = names.slice(offset, offset + (limit ?? 1000))
      const infos = await Promise.all(
        chosen.map(async name => [name, await modelInfo(await library.find(folder, name))] as const),
      )
      const _meta = { offset, count: chosen.length, total: names.length }
      return json({ ...Object.fromEntries(infos), ...(limit !== undefined && { _meta }) })
    },
  },
  {
    method: 'GET',
    path: '/etn/languages',
    about: 'The languages that prompts are translated from. For Krita.',
    differs: 'Always `[]`: prompts are not translated.',
    answer: () => json([]),
  },
  {
    method: 'GET',
    path: '/etn/translate/:lang/:text',
    about: 'The text in English. For Krita.',
    differs: 'The text as it is.',
    answer: ({ params: { text = '' } }) => json(text),
  },
  {
    method: 'GET',
    path: '/etn/image/:id',
    about: 'A picture that was sent, or that ETN_SaveImageCache made, by its id. For Krita.',
    answer: ({ params: { id = '' } }, { folders }) => getPicture(folders.temp, id),
  },
  {
    method: 'PUT',
    path: '/etn/image/:id',
    about: 'Keeps a picture for ETN_LoadImageCache, under an id. For Krita.',
    differs: 'The body must be a picture.',
    answer: ({ params: { id = '' }, body }, { folders }) => putPicture(folders.temp, id, body),
  },
  {
    method: 'PUT',
    path: '/etn/upload/loras/:id',
    about: 'Puts a LoRA into the models folder. For Krita.',
    differs:
      'A name that is there is not written again. The file must be a .safetensors file of at most 4 GiB. It goes into the first models folder of the user.',
    streams: true,
    answer: ({ params: { id = '' }, content }, { folders }) => uploadLora(folders.named(), id, content),
  },
  {
    method: 'POST',
    path: '/etn/workflow/subscribe',
    about: 'Begins to send workflows that are published. For Krita.',
    differs: 'Nothing is published.',
    answer: acknowledged,
  },
  {
    method: 'POST',
    path: '/etn/workflow/unsubscribe',
    about: 'Stops to send workflows that are published. For Krita.',
    differs: 'Nothing is published.',
    answer: acknowledged,
  },
]

function acknowledged(call: Call): Answer {
  bodyOf(call, subscriber)
  return json({ status: 'success' })
}

function natural(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^\d{1,9}$/.test(text)) throw invalid(`${name} is a whole number from 0, not '${text.slice(0, 100)}'.`)
  return Number(text)
}
