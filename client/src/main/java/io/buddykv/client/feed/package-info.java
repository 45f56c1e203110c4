/** What the cluster tells of changes: followed range by range from slave to slave, without a gap that is not told. */
package io.buddykv.client.feed;
