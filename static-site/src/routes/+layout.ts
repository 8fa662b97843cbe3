// Everything on the pages comes from the API of the same origin, so the browser draws all of them.
export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';
