/// The name of the folder into which files are put aside, and which scans leave out.
public let quarantineFolder = Array(".tieout-quarantine".utf8)
