import { map, rows } from '../../tensor/tensor.ts'
import { readImage } from '../files/read-image.ts'
import type { Image } from '../image.ts'
import { scaleImage } from '../transform/scale-image.ts'

/**
 * A picture file laid over all of a paper, [1, height, width, 3]: as large as covers it, what stands out cut off.
 *
 * @param paper    its grey, 0 … 1
 * @param opacity  of the picture, 0 … 1
 * @throws ImageError naming the file
 */
export async function coverPaper(
  path: string,
  { width, height, paper, opacity }: { width: number; height: number; paper: number; opacity: number },
): Promise<Image> {
  const { image } = await readImage(path)
  const covering = scaleImage(rows(image, 0, 1), { width, height, method: 'lanczos', crop: 'center' })
  return map(covering, value => paper + opacity * (value - paper))
}
