/** The made-up brands' colours and marks, drawn here, so that nobody else's are used. */
export interface DrawnBrand {
  colour: string
  textColour: string
  /** An SVG document, 256 by 256. */
  logo: string
}

const logo = (colour: string, mark: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256"><rect width="256" height="256" rx="56" fill="${colour}"/>${mark}</svg>`

const brand = (colour: string, mark: string): DrawnBrand => ({
  colour,
  textColour: '#ffffff',
  logo: logo(colour, mark),
})

const WHITE = 'fill="#fff"'
const LINE = 'fill="none" stroke="#fff" stroke-width="14" stroke-linecap="round" stroke-linejoin="round"'

/** In the order of `DEMO_BRANDS`. */
export const DRAWN_BRANDS: readonly DrawnBrand[] = [
  // A house with a lit window.
  brand(
    '#23407a',
    `<path d="M48 132 128 60l80 72" ${LINE}/><path d="M70 124v78h116v-78" ${LINE}/><rect x="108" y="142" width="40" height="60" rx="6" fill="#f2c14e"/>`,
  ),
  // An open book above a wave.
  brand(
    '#0d5c5f',
    `<path d="M128 84c-22-16-48-20-76-16v96c28-4 54 0 76 16 22-16 48-20 76-16V68c-28-4-54 0-76 16Z" ${WHITE}/><path d="M128 84v96" stroke="#0d5c5f" stroke-width="8"/><path d="M52 206q19-16 38 0t38 0 38 0 38 0" fill="none" stroke="#8fd6c9" stroke-width="10" stroke-linecap="round"/>`,
  ),
  // A cornflower.
  brand(
    '#3b3f9e',
    `${[0, 45, 90, 135, 180, 225, 270, 315].map((turn) => `<path d="M128 122 110 58l18 14 18-14Z" fill="#b9c4ff" transform="rotate(${String(turn)} 128 124)"/>`).join('')}<circle cx="128" cy="124" r="20" fill="#fff"/>`,
  ),
  // Two leaves on a stem.
  brand(
    '#2c5f34',
    `<path d="M128 210v-92" ${LINE}/><path d="M128 136C84 136 60 108 58 64c44 0 70 26 70 72Z" fill="#a9d98c"/><path d="M128 166c0-40 22-62 68-64 0 42-26 64-68 64Z" fill="#d9f0c4"/>`,
  ),
  // A meridian around the globe.
  brand(
    '#8a3324',
    `<circle cx="128" cy="128" r="74" ${LINE}/><ellipse cx="128" cy="128" rx="32" ry="74" ${LINE}/><path d="M56 128h144" ${LINE}/><circle cx="182" cy="78" r="18" fill="#f7c59f"/>`,
  ),
]

const picture = (sky: string, scene: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 600" width="960" height="600"><rect width="960" height="600" fill="${sky}"/>${scene}</svg>`

const leaf = (x: number, y: number, turn: number, colour: string): string =>
  `<path d="M0 0C-54-14-84-60-78-126-18-118 14-70 0 0Z" fill="${colour}" transform="translate(${String(x)} ${String(y)}) rotate(${String(turn)})"/>`

const flower = (x: number, y: number, colour: string): string =>
  `<path d="M${String(x)} ${String(y)}v${String(600 - y)}" stroke="#5b8a4a" stroke-width="8"/>${[
    0, 60, 120, 180, 240, 300,
  ]
    .map(
      (turn) =>
        `<ellipse cx="${String(x)}" cy="${String(y - 30)}" rx="17" ry="30" fill="${colour}" transform="rotate(${String(turn)} ${String(x)} ${String(y)})"/>`,
    )
    .join('')}<circle cx="${String(x)}" cy="${String(y)}" r="18" fill="#f6c945"/>`

/** SVG documents, 960 by 600, in the order of `DEMO_REWARDS`. */
export const DRAWN_REWARDS: readonly string[] = [
  // A full basket.
  picture(
    '#dfe7f5',
    `<circle cx="480" cy="318" r="226" fill="#c8d6ee"/><circle cx="408" cy="248" r="58" fill="#d9694f"/><circle cx="552" cy="244" r="54" fill="#7fa650"/><rect x="452" y="168" width="58" height="140" rx="18" fill="#f2c14e"/><path d="M262 286h436l-44 196a30 30 0 0 1-29 23H335a30 30 0 0 1-29-23Z" fill="#23407a"/><path d="M366 332v130M442 332v130M518 332v130M594 332v130" stroke="#6f8cc7" stroke-width="14" stroke-linecap="round"/><path d="M330 286c20-130 280-130 300 0" fill="none" stroke="#16294f" stroke-width="18"/>`,
  ),
  // Headphones around a book.
  picture(
    '#d5ecea',
    `<circle cx="480" cy="300" r="226" fill="#bfe0dc"/><path d="M480 236c-40-28-88-36-140-28v190c52-8 100 0 140 28 40-28 88-36 140-28V208c-52-8-100 0-140 28Z" fill="#fff"/><path d="M480 236v190" stroke="#9cc9c4" stroke-width="8"/><path d="M372 262c26-2 50 2 76 14M372 306c26-2 50 2 76 14M588 262c-26-2-50 2-76 14M588 306c-26-2-50 2-76 14" stroke="#9cc9c4" stroke-width="9" stroke-linecap="round" fill="none"/><path d="M286 330v-40c0-250 388-250 388 0v40" fill="none" stroke="#0d5c5f" stroke-width="22"/><rect x="246" y="312" width="70" height="126" rx="32" fill="#0d5c5f"/><rect x="644" y="312" width="70" height="126" rx="32" fill="#0d5c5f"/>`,
  ),
  // A meadow with a bee.
  picture(
    '#e3effa',
    `<circle cx="770" cy="130" r="66" fill="#f9dc7c"/><path d="M0 430q240-90 480-30t480-30v230H0Z" fill="#bcd9a0"/>${flower(170, 330, '#6d74d6')}${flower(330, 396, '#e38aa6')}${flower(500, 320, '#6d74d6')}${flower(660, 410, '#f0f2ff')}${flower(812, 346, '#e38aa6')}<path d="M0 548q240-50 480-14t480-20v86H0Z" fill="#94c074"/><g transform="translate(590 176) rotate(-12)"><ellipse cx="-6" cy="-40" rx="26" ry="40" fill="#fff" opacity=".85" transform="rotate(-24)"/><ellipse cx="24" cy="-40" rx="26" ry="40" fill="#fff" opacity=".85" transform="rotate(18)"/><ellipse rx="62" ry="38" fill="#f2b632"/><path d="M-16-36v72M14-37v74" stroke="#3a2f20" stroke-width="14"/></g>`,
  ),
  // A plant in its pot.
  picture(
    '#f4eadb',
    `<circle cx="480" cy="290" r="226" fill="#ead9bf"/>${leaf(480, 372, -42, '#6da457')}${leaf(480, 372, 78, '#4c8442')}${leaf(480, 356, -6, '#8fc073')}${leaf(480, 356, 42, '#5f9850')}<path d="M480 396V250" stroke="#3f6f37" stroke-width="10"/><path d="M352 372h256v46H352Z" fill="#b5583a"/><path d="M372 418h216l-26 122H398Z" fill="#c96a47"/><path d="M250 540h460" stroke="#8a6d4b" stroke-width="12" stroke-linecap="round"/>`,
  ),
  // An armchair by a window.
  picture(
    '#f3ded6',
    `<rect x="250" y="70" width="460" height="270" rx="20" fill="#fbf3ea"/><rect x="274" y="94" width="412" height="222" rx="10" fill="#a9cbe4"/><circle cx="600" cy="164" r="40" fill="#f9e3a1"/><path d="m274 316 120-110 84 72 96-94 112 132Z" fill="#6f9aae"/><path d="M480 94v222" stroke="#fbf3ea" stroke-width="16"/><rect x="340" y="322" width="280" height="150" rx="44" fill="#8a3324"/><rect x="296" y="386" width="80" height="130" rx="34" fill="#a5452f"/><rect x="584" y="386" width="80" height="130" rx="34" fill="#a5452f"/><rect x="352" y="430" width="256" height="76" rx="26" fill="#bb5a40"/><path d="M332 514v40M628 514v40" stroke="#4b1d14" stroke-width="18" stroke-linecap="round"/><path d="M180 556h600" stroke="#d3a592" stroke-width="12" stroke-linecap="round"/>`,
  ),
  // A lifeboat on the sea.
  picture(
    '#d7e8f2',
    `<circle cx="210" cy="140" r="58" fill="#fbe6a6"/><path d="M0 400q80-44 160 0t160 0 160 0 160 0 160 0 160 0v200H0Z" fill="#7fb2cf"/><path d="M232 330h500l-62 132a40 40 0 0 1-36 22H340a40 40 0 0 1-36-22Z" fill="#d9572b"/><path d="M246 362h472l-14 30H260Z" fill="#fff"/><path d="M380 330v-96a20 20 0 0 1 20-20h136a20 20 0 0 1 18 11l52 105Z" fill="#23486b"/><path d="M408 292v-40h52v40ZM484 292v-40h40l20 40Z" fill="#bfe0f2"/><path d="M470 214v-92" stroke="#23486b" stroke-width="12"/><path d="M476 122h84l-22 26 22 26h-84Z" fill="#d9572b"/><path d="M0 470q80-44 160 0t160 0 160 0 160 0 160 0 160 0v130H0Z" fill="#4f8db3"/><path d="M0 540q80-40 160 0t160 0 160 0 160 0 160 0 160 0v60H0Z" fill="#356f97"/>`,
  ),
  // A night train under the moon.
  picture(
    '#20305a',
    `<circle cx="736" cy="130" r="62" fill="#f6e7b0"/><circle cx="762" cy="114" r="54" fill="#20305a"/>${[
      [120, 90],
      [250, 170],
      [400, 70],
      [540, 150],
      [860, 220],
      [90, 240],
    ]
      .map(([x, y]) => `<circle cx="${String(x)}" cy="${String(y)}" r="5" fill="#f6e7b0"/>`)
      .join(
        '',
      )}<path d="M0 420 210 262l150 112 170-140 190 150 120-82 120 96v202H0Z" fill="#2f4577"/><rect y="500" width="960" height="100" fill="#172244"/><path d="M0 516h960" stroke="#8aa0d0" stroke-width="10"/><path d="M90 330h640c74 0 128 54 150 128 6 20-8 42-30 42H90a24 24 0 0 1-24-24V354a24 24 0 0 1 24-24Z" fill="#8a3324"/><path d="M66 440h806" stroke="#f7c59f" stroke-width="12"/><g fill="#fbe6a6"><rect x="112" y="364" width="92" height="54" rx="10"/><rect x="238" y="364" width="92" height="54" rx="10"/><rect x="364" y="364" width="92" height="54" rx="10"/><rect x="490" y="364" width="92" height="54" rx="10"/><path d="M640 364h84c40 0 70 22 92 54H650a10 10 0 0 1-10-10Z"/></g><g fill="#0d1530"><circle cx="180" cy="504" r="24"/><circle cx="260" cy="504" r="24"/><circle cx="620" cy="504" r="24"/><circle cx="700" cy="504" r="24"/></g>`,
  ),
]
