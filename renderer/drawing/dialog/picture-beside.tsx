import { Zap } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { readersOf } from '../../../graph/document/output-size.ts'
import { texts } from '../../look/styles.ts'
import { exactFollows, type RunView } from '../../studio/run-view.ts'
import { useActive, useLayout, useRunView, useStudio } from '../../studio/use-studio.ts'
import { seconds } from '../../widgets/durations.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import panes from '../surface/surface.module.css'

/** The result of the drawing: the last picture, or the unfinished one during a longer run. */
export function PictureBeside({ node }: { readonly node: string }) {
  const { layout } = useStudio()
  const live = useLayout(({ live }) => live)
  const view = useRunView()
  const { address, isUnfinished } = usePictureOf(node, view)
  const shown = useLoaded(address)
  const error = view?.errors[0]
  return (
    <figure className={panes.pane} aria-label="The picture" data-shown={shown ?? ''}>
      {shown ? (
        <img src={shown} alt={isUnfinished ? 'The unfinished picture' : 'Result of the drawing'} />
      ) : (
        <div className={texts.empty}>
          <p>The picture appears here, beside your drawing.</p>
        </div>
      )}
      {error && <p className={`${panes.hint} ${texts.note} ${texts.bad}`}>{error.message}</p>}
      {!live && !error && (
        <p className={panes.hint}>
          <Button onPress={layout.toggleLive}>
            <Zap /> Live: update the picture while you draw
          </Button>
        </p>
      )}
      <figcaption className={texts.faint}>{view ? state(view) : ''}</figcaption>
    </figure>
  )
}

const state = ({ status, ms, unfinished }: RunView): string =>
  unfinished?.isDecoding
    ? exactFollows
    : status === 'running'
      ? 'drawing…'
      : status === 'done' && ms !== null
        ? seconds(ms / 1000)
        : ''

/** Where the picture is that the nodes behind this one made last; of no node behind it, of any. */
function usePictureOf(node: string, view: RunView | undefined) {
  const { runs } = useStudio()
  const id = useActive(({ id }) => id) ?? ''
  const present = useActive(({ present }) => present)
  const pictures = useStore(runs.store, ({ pictures }) => pictures[id])
  const behind = present ? readersOf(present, node) : []
  const isLong = useLongRun(view)
  const unfinished = view?.unfinished
  if (unfinished && (isLong || unfinished.isDecoding) && behind.includes(unfinished.node))
    return { address: unfinished.urls.at(-1)!, isUnfinished: true }
  const reader = behind.find(reader => pictures?.[reader]?.length)
  const picture = reader === undefined ? undefined : pictures?.[reader]?.at(-1)
  return { address: picture ? pictureAddress(picture) : null, isUnfinished: false }
}

/** Milliseconds that a picture may take before the unfinished one is shown: in between two quick ones it would flicker. */
const patience = 900

/** Has the current run taken long already? Checked at each rendering, so at each step event. */
function useLongRun(view: RunView | undefined): boolean {
  const begun = useRef({ run: '', at: 0 })
  if (view && begun.current.run !== view.run) begun.current = { run: view.run, at: performance.now() }
  return performance.now() - begun.current.at > patience
}

/** The address once its picture is loaded; until then the previous one, so that nothing flickers. */
function useLoaded(address: string | null): string | null {
  const [shown, setShown] = useState<string | null>(null)
  useEffect(() => {
    if (address === null) return setShown(null)
    let isWanted = true
    const image = new Image()
    image.src = address
    image.decode().then(
      () => isWanted && setShown(address),
      () => {},
    )
    return () => {
      isWanted = false
    }
  }, [address])
  return shown
}
