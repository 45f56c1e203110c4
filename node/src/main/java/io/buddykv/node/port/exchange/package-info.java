/** What master port and slave port have in common: requests between nodes over HTTP, with the cluster's credentials. */
package io.buddykv.node.port.exchange;
