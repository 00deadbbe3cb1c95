import { writeFileSync } from 'node:fs'

import { toBuffer } from 'bwip-js/node'
import sharp from 'sharp'

const WIDTH = 640
const HEIGHT = 480
const FRAMES = 4

/**
 * Films a code as a camera would see it, in a file that Chromium takes for a camera (YUV4MPEG2): the code on paper, on a desk
 * that is neither black nor white.
 */
export async function filmCode(file: string, kind: 'code128' | 'qrcode', text: string): Promise<void> {
  const isFlat = kind === 'code128'
  const code = await toBuffer({
    bcid: kind,
    text,
    scale: isFlat ? 2 : 5,
    ...(isFlat ? { height: 18 } : {}),
    paddingwidth: 14,
    paddingheight: 14,
    backgroundcolor: 'FFFFFF',
  })
  const desk = { create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#7d858a' } } as const
  const picture = await sharp(desk)
    .composite([{ input: code, gravity: 'centre' }])
    .removeAlpha()
    .greyscale()
    .toColourspace('b-w')
    .blur(0.4)
    .raw()
    .toBuffer()
  // Grey has no colour: both planes of it are in the middle.
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), picture, colour])
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  writeFileSync(file, Buffer.concat([head, ...Array.from({ length: FRAMES }, () => frame)]))
}
