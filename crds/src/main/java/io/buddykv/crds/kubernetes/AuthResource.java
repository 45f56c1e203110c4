package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** The credentials that the cluster's nodes share. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthResource(
        @ValidationRule(value = "self.size() > 0", message = "auth.secretName must not be empty")
                @JsonPropertyDescription(
                        "A Secret of the same namespace with the key 'credentials', of 16 characters at least.")
                String secretName) {}
