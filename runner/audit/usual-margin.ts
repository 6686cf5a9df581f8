/** Percent of the mean within which seed sets agree, where nobody says another. */
export const usualMargin = 5;
