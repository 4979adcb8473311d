import type { Picture } from '../../../runtime/contract/run-event.ts'
import { pictureAddress } from './picture-address.ts'

/** Reads a picture that a run made. @throws Error when its file is gone */
export async function pictureFile(picture: Picture): Promise<File> {
  const answer = await fetch(pictureAddress(picture))
  if (!answer.ok) throw new Error(`${picture.filename} is no longer there. Run its workflow again.`)
  return new File([await answer.blob()], picture.filename, { type: answer.headers.get('content-type') ?? '' })
}
