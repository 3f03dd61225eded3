/** Where inline content stands. The writers work on one tree at a time, and never wait, so that one place is enough. */
export interface Place {
  /** More than one dollar sign stands in the block, so that two could enclose a formula. */
  dollars: boolean;
  inCell: boolean;
  inHeading: boolean;
  inLink: boolean;
  /** First block of a quote, whose first words make an alert of it. */
  inAlert: boolean;
}

/** The place that is written now. */
export const place: Place = { dollars: false, inCell: false, inHeading: false, inLink: false, inAlert: false };
