/** Of a PNG of at most 1,024 pixels a side: with the rest of a guest's page below 100 KB. */
export const mostLogoBytes = 32_768;
