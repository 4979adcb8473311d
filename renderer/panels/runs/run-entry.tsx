import { Columns2, Copy, Folder, Maximize2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import type { RunRecord } from '../../../runtime/contract/answers.ts'
import type { Picture } from '../../../runtime/contract/run-event.ts'
import { openRun } from '../../commands/exchange/workflow-files.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { seconds } from '../../widgets/durations.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'

interface Props {
  readonly record: RunRecord
  /** The addresses of the pictures picked for comparing. */
  readonly chosen: readonly string[]
  onChoose(picture: Picture): void
}

/** One run: its pictures, or why there are none. */
export function RunEntry({ record, chosen, onChoose }: Props) {
  const studio = useStudio()
  const { id, title, status, started, ms, pictures, errors } = record
  return (
    <li className="run-entry">
      <div className="row">
        <Button
          className="link name"
          onPress={() => void openRun(studio, id, title)}
          aria-label={`Open the workflow of ${title}`}
        >
          {title}
        </Button>
        <span className="where">
          {ago(started)} · {seconds(ms / 1000)}
        </span>
        <Button
          className="icon"
          aria-label={`Forget ${title}`}
          onPress={() => void studio.attempt(() => studio.history.forget([id]))}
        >
          <Trash2 />
        </Button>
      </div>
      {status === 'failed' && <p className="note bad">{errors[0]?.message ?? 'The run failed.'}</p>}
      {status === 'cancelled' && <p className="where">stopped</p>}
      <div className="pictures">
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
    </li>
  )
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
  if (isGone) return <p className="where gone">{filename} is no longer there</p>
  return (
    <figure className={isChosen ? 'thumb chosen' : 'thumb'}>
      <Button
        onPress={() => void openRun(studio, record.id, record.title)}
        aria-label={`Open the workflow of ${filename}`}
      >
        <img src={pictureAddress(picture, 256)} alt="" loading="lazy" onError={() => setGone(true)} />
      </Button>
      <figcaption>
        <Button
          className="icon"
          aria-label={`View ${filename}`}
          onPress={() => studio.layout.open({ kind: 'picture', address: pictureAddress(picture), title: filename })}
        >
          <Maximize2 />
        </Button>
        <Button className="icon" aria-label={`Compare ${filename}`} aria-pressed={isChosen} onPress={onChoose}>
          <Columns2 />
        </Button>
        {studio.facts.dialogs && (
          <>
            <Button
              className="icon"
              aria-label={`Show ${filename} in its folder`}
              onPress={() => void studio.attempt(() => studio.api.request('picture:reveal', ref))}
            >
              <Folder />
            </Button>
            <Button
              className="icon"
              aria-label={`Copy ${filename}`}
              onPress={() => void studio.attempt(() => studio.api.request('picture:copy', ref))}
            >
              <Copy />
            </Button>
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
