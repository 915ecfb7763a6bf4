/// Version of the program, stored in every result.
public let version = "0.1.0"
