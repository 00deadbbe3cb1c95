import { setLogo } from '../../../actions/partners/set-logo.ts'
import { PICTURE_TYPES } from '../../../domain/pictures.ts'
import { presentBrand } from '../../present-brand.ts'
import { route } from './deps.ts'
import { BrandResponse, PICTURE_BYTES_MAX, PictureBody } from '../../schemas/pictures/pictures.ts'

export const setLogoRoute = route({
  operation: 'setLogo',
  method: 'put',
  path: '/v1/partner/logo',
  summary: 'Give your brand its logo',
  description:
    'The body is the picture itself. It is fitted into a square of 256 and of 96 pixels and written anew as WebP: nothing else of the file is kept.',
  caller: 'partner',
  scope: 'rewards:write',
  body: PictureBody,
  bodyTypes: PICTURE_TYPES,
  bodyBytesMax: PICTURE_BYTES_MAX,
  status: 200,
  response: BrandResponse,
  refuses: ['picture_invalid', 'picture_pixels_too_many', 'pictures_too_many'],
  handle: async ({ deps, caller: { partnerId }, body }) =>
    presentBrand(await setLogo(deps, { partnerId, upload: body })),
})
