import { Copy, Folder, Maximize2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import type { RunRecord } from '../../../runtime/contract/answers.ts'
import type { Picture } from '../../../runtime/contract/run-event.ts'
import { pictureMime } from '../../commands/exchange/drops.ts'
import { openRun } from '../../commands/exchange/workflow-files.ts'
import { forgetRuns, viewPicture } from '../../commands/pictures/picture-entries.ts'
import { IconButton } from '../../look/controls.tsx'
import { buttons, flow, texts } from '../../look/styles.ts'
import type { ShownPicture } from '../../studio/past/gallery.ts'
import type { Studio } from '../../studio/studio.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { seconds } from '../../widgets/durations.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import { PictureMenuArea } from '../pictures/picture-menu.tsx'
import css from './run-entry.module.css'
import { ChooseForTwo } from './two-pictures.tsx'

interface Props {
  readonly record: RunRecord
  /** The addresses of the pictures that are compared. */
  readonly chosen: readonly string[]
  onChoose(picture: Picture): void
}

/** One run: its pictures, or why there are none. */
export function RunEntry({ record, chosen, onChoose }: Props) {
  const studio = useStudio()
  const { id, title, status, started, ms, pictures, errors } = record
  return (
    <li>
      <div className={flow.tight}>
        <Button
          className={`${buttons.link} ${flow.name} ${css.title}`}
          onPress={() => void openRun(studio, id, title)}
          aria-label={`Open the workflow of ${title}`}
        >
          <span className={flow.name} title={title}>
            {title}
          </span>
        </Button>
        <span className={texts.faint}>
          {ago(started)} · {seconds(ms / 1000)}
        </span>
        <IconButton
          icon={Trash2}
          label={`Remove ${title} from the history`}
          onPress={() => void forgetRuns(studio, [id])}
        />
      </div>
      {record.summary?.prompt && <p className={css.prompt}>{record.summary.prompt}</p>}
      {status === 'failed' && <p className={`${texts.note} ${texts.bad}`}>{errors[0]?.message ?? 'The run failed.'}</p>}
      {status === 'cancelled' && <p className={texts.faint}>stopped</p>}
      {status === 'interrupted' && <p className={texts.faint}>interrupted: Leapgraph ended meanwhile</p>}
      <PictureMenuArea of={element => shownOf(studio, record, element)}>
        <div className={css.pictures}>
          {pictures.map(picture => (
            <Thumbnail
              key={`${picture.type} ${picture.subfolder} ${picture.filename}`}
              picture={picture}
              record={record}
              isChosen={chosen.includes(pictureAddress(picture))}
              onChoose={() => onChoose(picture)}
            />
          ))}
        </div>
      </PictureMenuArea>
    </li>
  )
}

/** The picture of a run whose thumbnail an element belongs to. */
function shownOf({ gallery }: Studio, run: RunRecord, element: Element): ShownPicture | undefined {
  const name = element.closest<HTMLElement>('[data-file]')?.dataset.file
  const found = run.pictures.find(({ filename }) => filename === name)
  if (!found) return undefined
  const { filename, subfolder, type } = found
  return { ...gallery.find({ filename, subfolder, type }), run }
}

interface ThumbnailProps {
  readonly picture: Picture
  readonly record: RunRecord
  readonly isChosen: boolean
  onChoose(): void
}

function Thumbnail({ picture, record, isChosen, onChoose }: ThumbnailProps) {
  const studio = useStudio()
  const [isGone, setGone] = useState(false)
  const { filename, subfolder, type } = picture
  const ref = { filename, subfolder, type }
  if (isGone) return <p className={`${texts.faint} ${css.gone}`}>{filename} is no longer there</p>
  return (
    <figure data-file={filename} className={isChosen ? `${css.thumbnail} ${css.chosen}` : css.thumbnail}>
      <Button
        onPress={() => void openRun(studio, record.id, record.title)}
        aria-label={`Open the workflow of ${filename}`}
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: with the keys a picture is used by its menu. */}
        <img
          src={pictureAddress(picture, 256)}
          alt=""
          loading="lazy"
          onDragStart={({ dataTransfer }) => dataTransfer.setData(pictureMime, JSON.stringify(ref))}
          onError={() => setGone(true)}
        />
      </Button>
      <figcaption>
        <IconButton
          icon={Maximize2}
          label={`View ${filename}`}
          onPress={() => viewPicture(studio, { ...studio.gallery.find(ref), run: record })}
        />
        <ChooseForTwo filename={filename} isChosen={isChosen} onChoose={onChoose} />
        {studio.facts.dialogs && (
          <>
            <IconButton
              icon={Folder}
              label={`Show ${filename} in its folder`}
              onPress={() => void studio.attempt(() => studio.api.request('picture:reveal', ref))}
            />
            <IconButton
              icon={Copy}
              label={`Copy ${filename}`}
              onPress={() => void studio.attempt(() => studio.api.request('picture:copy', ref))}
            />
          </>
        )}
      </figcaption>
    </figure>
  )
}

function ago(time: number): string {
  const minutes = Math.round((Date.now() - time) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  return minutes < 24 * 60 ? `${Math.round(minutes / 60)} h ago` : new Date(time).toLocaleDateString()
}
