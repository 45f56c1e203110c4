package io.buddykv.operator.observe;

import io.buddykv.crds.ClusterShape;
import java.util.List;
import java.util.Optional;

/** What the operator asks masters. Calls block for a bounded time. */
public interface MasterPort {
    /**
     * The cluster as its active master sees it, never as a standby remembers it.
     *
     * @param addresses of the pods of masters
     * @return empty when no active master answers
     */
    Optional<ClusterView> view(List<String> addresses);

    /**
     * The slaves with the lowest numbers are to hold everything. Answered when the order stands in the map.
     *
     * @throws OrderRefusedException with the master's reason
     */
    void orderSize(ClusterView.Master active, String credentials, int slaves);

    /**
     * How copies are to lie and to be moved.
     *
     * @throws OrderRefusedException with the master's reason
     */
    void orderShape(ClusterView.Master active, String credentials, ClusterShape shape);
}
