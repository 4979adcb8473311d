import { ImageIcon, Maximize2, X } from 'lucide-react'
import { type FocusEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import type { Size } from '../../../graph/drawing/drawing.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { viewPicture } from '../../commands/pictures/picture-entries.ts'
import { IconButton } from '../../look/controls.tsx'
import { Splitter } from '../../look/splitter.tsx'
import { flow, texts } from '../../look/styles.ts'
import type { ShownPicture } from '../../studio/past/gallery.ts'
import { exactFollows } from '../../studio/run-view.ts'
import { useLayout, useRunView, useStudio } from '../../studio/use-studio.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import { PictureFacts } from './picture-facts.tsx'
import { PictureMenuArea } from './picture-menu.tsx'
import { PictureStrip } from './picture-strip.tsx'
import { FavouriteButton, MoreButton, PictureSteps } from './picture-tools.tsx'
import css from './results-panel.module.css'
import { useShown } from './use-shown.ts'
import { ZoomablePicture } from './zoomable-picture.tsx'

interface PanelProps {
  /** Is there nothing below it? */
  readonly isAlone: boolean
  readonly children?: ReactNode
}

/** The newest picture of the document, large, or the one that was selected; the others of the document in a strip. */
export function ResultsPanel({ isAlone, children }: PanelProps) {
  const { layout } = useStudio()
  const view = useShown()
  const { own, shown, previous, next } = view
  const unfinished = useRunView()?.unfinished
  const height = useLayout(({ resultsHeight }) => resultsHeight)
  const isFollowing = own.length === 0 || shown === own[0]
  const preview = isFollowing ? unfinished?.urls.at(-1) : undefined
  const isEmpty = !shown && !preview
  const focus = useKeptFocus(preview !== undefined)
  return (
    <section
      {...focus}
      className={isEmpty ? `${css.results} ${css.bare}` : css.results}
      style={isAlone ? { flex: 1 } : isEmpty ? {} : { flexBasis: height }}
      aria-label="Results"
    >
      <Header {...view} state={preview && (unfinished?.isDecoding ? exactFollows : 'in progress')} />
      {preview ? (
        <img className={css.preview} src={preview} alt={unfinished?.isDecoding ? exactFollows : 'Unfinished'} />
      ) : shown ? (
        <Shown shown={shown} previous={previous} next={next} />
      ) : (
        <p className={css.empty}>
          <ImageIcon />
          <span>
            Press <kbd>Ctrl Enter</kbd> to run the workflow. Its pictures are shown here, the newest one large.
          </span>
        </p>
      )}
      {own.length > 1 && <PictureStrip pictures={own} shown={shown} />}
      {children}
      {!isAlone && !isEmpty && (
        <Splitter
          label="Height of the results"
          side="below"
          size={height}
          least={220}
          most={1600}
          onChange={resultsHeight => layout.store.setState({ resultsHeight })}
        />
      )}
    </section>
  )
}

/** Keeps the focus in the panel where what has it is replaced: the preview takes it from a picture, and gives it to the next one. */
function useKeptFocus(isPreview: boolean) {
  const ref = useRef<HTMLElement>(null)
  const isInside = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a preview and a picture replace each other.
  useLayoutEffect(() => {
    const { activeElement, body } = document
    if (!isInside.current || (activeElement !== body && activeElement !== ref.current)) return
    const picture = ref.current?.querySelector<HTMLElement>('[role="group"][tabindex="0"]')
    ;(picture ?? ref.current)?.focus()
  }, [isPreview])
  return {
    ref,
    tabIndex: -1,
    onFocus: () => {
      isInside.current = true
    },
    // What is removed while it has the focus does not report that it loses it.
    onBlur: ({ relatedTarget, currentTarget }: FocusEvent<HTMLElement>) => {
      isInside.current = currentTarget.contains(relatedTarget)
    },
  }
}

interface HeaderProps extends ReturnType<typeof useShown> {
  /** Of a picture that is not finished. */
  readonly state: string | undefined
}

/** Which picture is shown, and the way to the others. */
function Header({ shown, among, at, previous, next, state }: HeaderProps) {
  const studio = useStudio()
  return (
    <header>
      <h2>Results</h2>
      {state ? (
        <span className={texts.faint}>{state}</span>
      ) : (
        at >= 0 && <span className={texts.faint}>{`${at + 1} of ${among.length}`}</span>
      )}
      <span className={flow.spring} />
      {shown && <PictureSteps previous={previous} next={next} onSelect={studio.gallery.select} />}
      <IconButton icon={X} label="Hide the results" onPress={() => runCommand(studio, 'view.results')} />
    </header>
  )
}

interface ShownProps {
  readonly shown: ShownPicture
  readonly previous: ShownPicture | undefined
  readonly next: ShownPicture | undefined
}

/** One picture with what was said of it and what can be done with it. */
function Shown({ shown, previous, next }: ShownProps) {
  const studio = useStudio()
  const { gallery } = studio
  const [size, setSize] = useState<Size | null>(null)
  const { picture, run } = shown
  const address = pictureAddress(picture)
  const [gone, setGone] = useState('')
  if (gone === address) return <p className={css.empty}>{picture.filename} is no longer in its folder.</p>
  return (
    <>
      <PictureMenuArea of={() => shown}>
        <ZoomablePicture
          address={address}
          alt={run?.summary?.prompt || picture.filename}
          onSize={setSize}
          onGone={() => setGone(address)}
          onPrevious={() => previous && gallery.select(previous)}
          onNext={() => next && gallery.select(next)}
        >
          <div className={css.tools}>
            {run && <FavouriteButton shown={shown} />}
            <IconButton icon={Maximize2} label="View large" onPress={() => viewPicture(studio, shown)} />
            <MoreButton shown={shown} />
          </div>
        </ZoomablePicture>
      </PictureMenuArea>
      <PictureFacts shown={shown} size={size} />
    </>
  )
}
